package dev.lockstep.convex.deployment.data;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A document as it was when it was read. Immutable. */
public final class StoredDocument {

    private final Obj value;

    StoredDocument(Obj value) {
        this.value = value;
    }

    public String id() {
        return value.text("_id").orElse("");
    }

    public Instant created() {
        return Fields.millis(value, "_creationTime").orElse(Instant.EPOCH);
    }

    /** The names of its own fields, in order, without the two that every document has. */
    public List<String> fields() {
        return value.fields().keySet().stream()
                .filter(name -> !name.equals("_id") && !name.equals("_creationTime"))
                .toList();
    }

    /** A field on one line, cut when it is long; empty when the document does not have it, which is not null. */
    public Optional<String> line(String field) {
        return value.field(field).map(ValueText::line);
    }

    /** The whole document over several lines, to be read. */
    public String text() {
        return ValueText.indented(value);
    }

    /** The whole document in Convex's JSON, which loses nothing and can be given to functions and imports. */
    public String json() {
        return ConvexJson.encode(value);
    }

    ConvexValue value() {
        return value;
    }
}
