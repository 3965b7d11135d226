package dev.lockstep.emulator.convex.snapshot.plan;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Float64;
import dev.lockstep.convex.value.ConvexValue.Text;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.snapshot.rows.ImportProblem;
import dev.lockstep.emulator.convex.snapshot.rows.Row;
import dev.lockstep.emulator.convex.store.DocumentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The documents of one table as they stand in the file. Holds them in memory, as the store will.
 *
 * @param name as the component's code knows it
 */
public record ImportedTable(ComponentPath component, String name, List<Row> rows) {

    ImportedTable(ComponentPath component, String name) {
        this(component, name, new ArrayList<>());
    }

    String stored() {
        return component.stored(name);
    }

    boolean isStorage() {
        return name.equals(DocumentStore.STORAGE);
    }

    /** As people read it. */
    public String title() {
        return component.isRoot() ? name : component + "/" + name;
    }

    /** The number that the given ids begin with; empty when no document has one. */
    OptionalLong number() {
        OptionalLong number = OptionalLong.empty();
        for (Row row : rows) {
            Optional<DocumentId> id = id(row);
            if (id.isPresent()
                    && number.isPresent()
                    && number.getAsLong() != id.get().table()) {
                throw problem(row, "the _id " + id.get() + " is of another table than those before it");
            }
            number = id.isPresent() ? OptionalLong.of(id.get().table()) : number;
        }
        return number;
    }

    /** The id that a document brings. */
    Optional<DocumentId> id(Row row) {
        Optional<ConvexValue> given = row.value().field("_id");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Optional<DocumentId> id =
                given.filter(Text.class::isInstance).flatMap(text -> DocumentId.parse(((Text) text).value()));
        if (id.isEmpty()) {
            throw problem(row, "the field _id is not an id of Convex. Leave it out to get a new one");
        }
        return id;
    }

    /** The time of creation that a document brings. */
    Optional<Double> creationTime(Row row) {
        Optional<ConvexValue> given = row.value().field("_creationTime");
        if (given.isPresent() && !(given.get() instanceof Float64(double time) && Double.isFinite(time))) {
            throw problem(row, "the field _creationTime must be a number: milliseconds since 1970");
        }
        return given.map(time -> ((Float64) time).value());
    }

    ImportProblem problem(Row row, String what) {
        return new ImportProblem("table \"" + title() + "\", " + row.place() + ": " + what);
    }
}
