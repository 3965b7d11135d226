package dev.lockstep.emulator.convex.store;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.limit.Limits;

/**
 * A stored document. Kept as JSON text, which is compact and is what functions are handed; parsed again only for
 * filters and index keys.
 *
 * @param creationTime milliseconds since 1970 with a fraction
 * @param json the encoded value with {@code _id} and {@code _creationTime}
 */
public record Document(DocumentId id, double creationTime, String json) {

    /** How large a document may be, as {@link #size} counts. */
    public static final int MAX_BYTES = Limits.DOCUMENT_BYTES;

    /** A new document; the system fields of the value, if any, are replaced. */
    public static Document of(DocumentId id, double creationTime, Obj value) {
        return ofWhole(id, creationTime, whole(id, creationTime, value));
    }

    /** A value with the system fields of its document. */
    static Obj whole(DocumentId id, double creationTime, Obj value) {
        return value.with("_id", ConvexValue.text(id.text())).with("_creationTime", ConvexValue.number(creationTime));
    }

    /** @param whole what {@link #whole} gives for the same id and time */
    static Document ofWhole(DocumentId id, double creationTime, Obj whole) {
        return new Document(id, creationTime, ConvexJson.encode(whole));
    }

    static Document parse(String json) {
        Obj value = (Obj) ConvexJson.parse(json);
        DocumentId id = value.text("_id")
                .flatMap(DocumentId::parse)
                .orElseThrow(() -> new IllegalStateException("Bug: a stored document has no id"));
        double creationTime = value.number("_creationTime")
                .orElseThrow(() -> new IllegalStateException("Bug: document " + id + " has no _creationTime"));
        return new Document(id, creationTime, json);
    }

    /** The whole value, system fields included. Parses at each call. */
    public Obj value() {
        return (Obj) ConvexJson.parse(json);
    }

    /** Bytes that count towards the limits of a transaction. */
    public int size() {
        return json.length();
    }
}
