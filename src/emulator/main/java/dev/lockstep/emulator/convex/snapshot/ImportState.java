package dev.lockstep.emulator.convex.snapshot;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.util.List;

/**
 * How far an import is.
 *
 * <pre>
 * Uploaded ──▶ Waiting ──▶ InProgress ──▶ Completed
 *     │           │             │
 *     └───────────┴─────────────┴───────▶ Failed
 * </pre>
 */
sealed interface ImportState {

    /** The file is here and is being read. */
    record Uploaded() implements ImportState {}

    /**
     * Somebody has to agree.
     *
     * @param message what would happen
     * @param destructive whether documents would go
     */
    record Waiting(String message, boolean destructive) implements ImportState {}

    /** @param checkpoints what has been done, a sentence each */
    record InProgress(String progress, List<String> checkpoints) implements ImportState {}

    record Completed(long rows) implements ImportState {}

    record Failed(String message) implements ImportState {}

    /** As the CLI reads it. */
    default Obj value() {
        return switch (this) {
            case Uploaded() -> state("uploaded");
            case Waiting(String message, boolean destructive) ->
                state("waiting_for_confirmation")
                        .with("message_to_confirm", ConvexValue.text(message))
                        .with("require_manual_confirmation", ConvexValue.bool(destructive));
            case InProgress(String progress, List<String> checkpoints) ->
                state("in_progress")
                        .with("progress_message", ConvexValue.text(progress))
                        .with(
                                "checkpoint_messages",
                                new Array(checkpoints.stream()
                                        .<ConvexValue>map(ConvexValue::text)
                                        .toList()));
            case Completed(long rows) -> state("completed").with("num_rows_written", ConvexValue.int64(rows));
            case Failed(String message) -> state("failed").with("error_message", ConvexValue.text(message));
        };
    }

    private static Obj state(String name) {
        return ConvexValue.object("state", ConvexValue.text(name));
    }
}
