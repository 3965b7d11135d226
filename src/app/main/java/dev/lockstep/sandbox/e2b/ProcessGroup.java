package dev.lockstep.sandbox.e2b;

import dev.lockstep.sandbox.e2b.wire.ConnectError;
import dev.lockstep.sandbox.e2b.wire.ConnectStream;
import dev.lockstep.sandbox.e2b.wire.Envd;
import dev.lockstep.sandbox.process.ProcessRequest;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a process in a machine is started and ended together with its children. Envd signals the one process that it has
 * started, and children of that go on, holding their ports. So each process is started as the leader of a session of its
 * own ({@code setsid}), notes who it is in a file, and is ended by a second short process that signals the whole group and,
 * for those that made groups of their own, the whole session. Only then is envd asked as well, which is what helps in an
 * image without these programs. The scripts are constant: what varies are their arguments, so that nothing is quoted.
 *
 * @param run names the file, and the process to envd
 * @param pid of what envd started
 */
record ProcessGroup(String run, int pid) {

    /** A signal by its three names. */
    enum Signal {
        TERM("SIGNAL_SIGTERM"),
        KILL("SIGNAL_SIGKILL");

        private final String envd;

        Signal(String envd) {
            this.envd = envd;
        }
    }

    private static final String LEAD = "echo $$ > \"/tmp/.lockstep-$1\"; shift; exec \"$@\"";
    private static final String END = """
            leader=$(cat "/tmp/.lockstep-$2") || exit 0
            kill -s "$1" -- "-$leader"
            pkill -"$1" -s "$leader"
            [ "$1" = TERM ] || rm -f "/tmp/.lockstep-$2"
            exit 0
            """;

    /** What envd is asked to start. */
    static JsonNode start(ProcessRequest request, String run, String tag, String folder) {
        ObjectNode message = Envd.object();
        ObjectNode process = message.putObject("process").put("cmd", "setsid");
        var arguments = process.putArray("args")
                .add("--wait")
                .add("/bin/sh")
                .add("-c")
                .add(LEAD)
                .add("lockstep")
                .add(run);
        request.argv().forEach(arguments::add);
        ObjectNode variables = process.putObject("envs");
        request.environment().forEach(variables::put);
        request.secrets().forEach((name, value) -> variables.put(name, value.reveal()));
        process.put("cwd", folder);
        return message.put("tag", tag).put("stdin", false);
    }

    /**
     * Signals all of it; what is gone already is no problem.
     *
     * @throws IOException when envd is not reached
     */
    void signal(Envd envd, Signal signal) throws IOException {
        ObjectNode message = Envd.object();
        message.putObject("process")
                .put("cmd", "/bin/sh")
                .putArray("args")
                .add("-c")
                .add(END)
                .add("lockstep")
                .add(signal.name())
                .add(run);
        message.put("stdin", false);
        try (ConnectStream ended = envd.shortStream("process.Process/Start", message)) {
            Optional<JsonNode> said = ended.next();
            while (said.isPresent()) {
                said = ended.next();
            }
        } catch (ConnectError e) {
            // An image without a shell: its leader at least can be ended.
        }
        ObjectNode one = Envd.object();
        one.putObject("process").put("pid", pid);
        try {
            envd.call("process.Process/SendSignal", one.put("signal", signal.envd));
        } catch (ConnectError e) {
            if (!e.is(ConnectError.NOT_FOUND)) {
                throw e;
            }
        }
    }
}
