package dev.lockstep.emulator.convex.node;

import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.program.NodeProgram;
import dev.lockstep.emulator.convex.script.LogLine;
import dev.lockstep.emulator.convex.script.NoHost;
import dev.lockstep.emulator.convex.script.ScriptError;
import dev.lockstep.emulator.convex.script.ScriptHost;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Runs {@code "use node"} modules of one deployment in a child process of Node, started when the first is called and
 * again for each new code. The child sees the deployment's variables and no others, and ends with this process. Where
 * there is no Node, calls fail with a sentence. Thread-safe.
 */
public final class NodeRuntime implements AutoCloseable {

    private static final Duration ANALYSIS = Duration.ofSeconds(30);

    private final Optional<NodeProgram> program;
    private final Path folder;
    private final Clock clock;
    private final Executor threads;
    private @Nullable NodeChild child;
    private @Nullable CodeVersion code;
    private boolean closed;

    /** @param folder where the modules are written for Node to load */
    public NodeRuntime(Path folder, Clock clock, Executor threads) {
        this(NodeProgram.onPath(), folder, clock, threads);
    }

    /** @param program empty where there is no Node */
    NodeRuntime(Optional<NodeProgram> program, Path folder, Clock clock, Executor threads) {
        this.program = program;
        this.folder = folder;
        this.clock = clock;
        this.threads = threads;
    }

    /**
     * Runs an action; the result is encoded JSON.
     *
     * @param argsJson the positional arguments, {@code [{…}]}
     * @param lines receives what is logged, from another thread
     */
    public String invoke(
            CodeVersion version,
            FunctionPath path,
            String argsJson,
            String requestId,
            Duration limit,
            ScriptHost host,
            List<LogLine> lines)
            throws ScriptError {
        var message = WireJson.object()
                .put("type", "invoke")
                .put("module", path.module())
                .put("function", path.function())
                .put("args", argsJson)
                .put("requestId", requestId);
        return child(version).run(message, host, lines, limit);
    }

    /** What a module declares: {@code {functions, httpRoutes, cronSpecs}}; no functions where there is no Node. */
    public JsonNode analyze(CodeVersion version, String module) throws ScriptError {
        if (program.isEmpty()) {
            return WireJson.parse("{\"functions\":[],\"httpRoutes\":null,\"cronSpecs\":null}");
        }
        try (NodeChild analyst = NodeChild.start(program.get(), folder.resolve("analysis"), version, clock, threads)) {
            var message = WireJson.object().put("type", "analyze").put("module", module);
            return WireJson.parse(analyst.run(message, NoHost.INSTANCE, new ArrayList<>(), ANALYSIS));
        }
    }

    private synchronized NodeChild child(CodeVersion version) {
        NodeProgram node = program.orElseThrow(() ->
                new FunctionError("This function is in a file that says \"use node\", and there is no Node 20 or newer"
                        + " on the PATH of the emulator. Install Node and start again."));
        if (closed) {
            throw new FunctionError("The emulator is closed");
        }
        if (child == null || code != version || !child.isAlive()) {
            if (child != null) {
                child.endWhenIdle();
            }
            child = NodeChild.start(
                    node, folder.resolve(Integer.toHexString(version.hashCode())), version, clock, threads);
            code = version;
        }
        return child;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (child != null) {
            child.close();
        }
    }
}
