package dev.lockstep.emulator.convex.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.code.PushedModule.Environment;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.schema.AppSchema;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/**
 * Limits once counted the clock: on a busy machine functions timed out that had computed next to nothing, because others
 * held the processor or the database had much to do.
 */
@Isolated("It measures how long calls compute.")
class CallTimeTest {

    private static final Duration LIMIT = Duration.ofMillis(300);

    private static final CodeVersion CODE = code("""
            const made = (body) => ({ invokeQuery: async () => JSON.stringify(await body()) });
            export const asks = made(async () => await Convex.asyncSyscall('slow', '{}'));
            export const computes = made(async () => { for (;;) Convex.syscall('quick', '{}'); });
            """);

    private static final ScriptEngine ENGINE = new ScriptEngine(Clock.systemUTC(), Runnable::run);

    /** Takes longer to answer than the call may compute. */
    private enum SlowHost implements ScriptHost {
        INSTANCE;

        @Override
        public String syscall(String operation, JsonNode arguments) {
            return "1";
        }

        @Override
        public Answer asyncSyscall(String operation, JsonNode arguments) {
            long end = System.nanoTime() + 3 * LIMIT.toNanos();
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(LIMIT.toNanos());
            }
            return new Answer.Now("1");
        }

        @Override
        public Answer fetch(JsonNode request) {
            throw new UnsupportedOperationException();
        }
    }

    @AfterAll
    static void stop() {
        ENGINE.close();
    }

    @Test
    void leavesOutWhatTheHostTakes() throws ScriptError {
        assertThat(run("asks")).isEqualTo("\"1\"");
    }

    @Test
    void countsWhatTheCodeComputesBetweenItsQuestions() {
        assertThatThrownBy(() -> run("computes")).hasMessageContaining("timed out (maximum duration: 0.3s)");
    }

    private static String run(String function) throws ScriptError {
        var time = CallTime.computing(LIMIT);
        try (var pool = new ScriptPool(ENGINE, new AppCode(Map.of(ComponentPath.ROOT, CODE)));
                ScriptLease lease = pool.lease(time)) {
            return lease.take(CODE)
                    .invoke(
                            FunctionPath.parse("slow:" + function),
                            "[{}]",
                            new Script.Terms("query", 1, "", time),
                            SlowHost.INSTANCE,
                            new ArrayList<>());
        }
    }

    private static CodeVersion code(String source) {
        var module = new PushedModule("slow.js", source, "", Environment.ISOLATE);
        return new CodeVersion(ComponentPath.ROOT, Map.of("slow.js", module), Map.of(), AppSchema.NONE, Map.of());
    }
}
