package dev.lockstep.sandbox.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a process ended. */
public sealed interface Exit {

    /** In a sentence that can be shown. */
    String sentence();

    /** Whether it ended by itself with code 0. */
    default boolean isSuccess() {
        return false;
    }

    /**
     * By itself, or by a signal that was not ours.
     *
     * @param code what it ended with; null when a signal ended it
     * @param signal for example {@code SIGKILL}; null when it ended with a code
     */
    record Finished(@Nullable Integer code, @Nullable String signal) implements Exit {

        @Override
        public String sentence() {
            if (signal != null) {
                return "The process was ended from outside (" + signal + ").";
            }
            return isSuccess() ? "The process finished." : "The process failed with code " + code + ".";
        }

        @Override
        public boolean isSuccess() {
            return code != null && code == 0;
        }
    }

    /** Because somebody asked for it. */
    record Stopped() implements Exit {

        @Override
        public String sentence() {
            return "The process was stopped.";
        }
    }

    /** Because its time was over. */
    record TimedOut(Duration limit) implements Exit {

        @Override
        public String sentence() {
            return "The process was ended after " + limit.toSeconds() + " s, which is its limit.";
        }
    }

    /** Because it and its children took more memory than they may. */
    record OutOfMemory(long limitBytes) implements Exit {

        @Override
        public String sentence() {
            return "The process was ended because it took more than " + limitBytes / (1024 * 1024)
                    + " MB of memory, which is its limit.";
        }
    }

    /** Because no application asked for it any more. */
    record Abandoned(Duration silence) implements Exit {

        @Override
        public String sentence() {
            return "The process was ended because Lockstep had been away for " + silence.toSeconds() + " s.";
        }
    }

    /**
     * Nobody knows: the process or its sandbox vanished.
     *
     * @param reason a sentence
     */
    record Lost(String reason) implements Exit {

        @Override
        public String sentence() {
            return reason;
        }
    }
}
