package dev.lockstep.gallery;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A picture that somebody asked for.
 *
 * @param progress percent, 0 to 100
 * @param failure why there is no picture; there when failed
 * @param asset the picture; there when complete
 */
public record Generation(
        GenerationId id,
        String prompt,
        String style,
        String aspectRatio,
        String model,
        Status status,
        int progress,
        Optional<Failure> failure,
        Optional<Asset> asset,
        Instant createdAt) {

    /** Where a generation is on its way. */
    public enum Status {
        QUEUED,
        RUNNING,
        COMPLETE,
        FAILED;

        /** The word in functions and addresses. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param sentence why, for people
     * @param retryable whether trying again can help
     */
    public record Failure(String code, String sentence, boolean retryable) {}

    /** The picture: addresses of the whole and of a small one, pixels, bytes. */
    public record Asset(URI url, URI thumbUrl, int width, int height, long bytes, String mime) {}

    /** Whether something may still happen by itself. */
    public boolean isOpen() {
        return status == Status.QUEUED || status == Status.RUNNING;
    }

    static Generation of(ConvexValue value) {
        Obj row = (Obj) value;
        return new Generation(
                new GenerationId(text(row, "clientId")),
                text(row, "prompt"),
                text(row, "style"),
                text(row, "aspectRatio"),
                text(row, "model"),
                Status.valueOf(text(row, "status").toUpperCase(Locale.ROOT)),
                (int) number(row, "progress"),
                row.field("failure").map(Generation::failure),
                row.field("asset").filter(Obj.class::isInstance).map(Generation::asset),
                Instant.ofEpochMilli(number(row, "createdAt")));
    }

    private static Failure failure(ConvexValue value) {
        Obj failure = (Obj) value;
        return new Failure(
                text(failure, "code"),
                text(failure, "message"),
                failure.bool("retryable").orElse(false));
    }

    private static Asset asset(ConvexValue value) {
        Obj asset = (Obj) value;
        return new Asset(
                URI.create(text(asset, "url")),
                URI.create(text(asset, "thumbUrl")),
                (int) number(asset, "width"),
                (int) number(asset, "height"),
                number(asset, "bytes"),
                text(asset, "mime"));
    }

    private static String text(Obj row, String field) {
        return row.text(field).orElseThrow(() -> missing(field));
    }

    private static long number(Obj row, String field) {
        return row.number(field).orElseThrow(() -> missing(field)).longValue();
    }

    private static IllegalStateException missing(String field) {
        return new IllegalStateException("Bug: a generation without " + field);
    }
}
