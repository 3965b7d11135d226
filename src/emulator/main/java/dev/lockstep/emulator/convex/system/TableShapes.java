package dev.lockstep.emulator.convex.system;

import dev.lockstep.emulator.convex.db.OwnTables;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.wire.WireJson;
import tools.jackson.databind.node.ObjectNode;

/** What the documents of each table look like, whatever the schema says of them. Pure. */
public record TableShapes(Snapshot snapshot, ComponentPath component) {

    /** {@code {table: shape}} of the tables of the app or of a component. */
    public ObjectNode json() {
        ObjectNode shapes = WireJson.object();
        snapshot.tables().stream()
                .filter(component::owns)
                .filter(table -> snapshot.tableNumber(table).orElseThrow() >= DocumentId.FIRST_USER_TABLE)
                .sorted()
                .forEach(table -> shapes.set(component.own(table), shape(table)));
        return shapes;
    }

    private ObjectNode shape(String table) {
        var shape = new Shape(new OwnTables(snapshot, component)::tableOf);
        for (Document document : snapshot.documents(table)) {
            shape.add(document.value());
        }
        return shape.json();
    }
}
