package dev.lockstep.emulator.convex.db;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.schema.TableNames;
import dev.lockstep.emulator.convex.store.Snapshot;
import java.util.Optional;

/** The tables that one component's code can see, under the names it knows them by. */
public record OwnTables(Snapshot snapshot, ComponentPath component) implements TableNames {

    @Override
    public Optional<String> tableOf(String id) {
        return DocumentId.parse(id).flatMap(this::tableOf);
    }

    /** Empty when the document is in another component's table. */
    Optional<String> tableOf(DocumentId id) {
        return snapshot.tableName(id.table()).filter(component::owns).map(component::own);
    }
}
