package dev.lockstep.emulator;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/** Settles which ports the emulators use before anything starts, so that a taken one is said at once. */
final class Ports {

    /**
     * Where free ports are looked for first. Systems give those above to connections that leave the machine, of which one,
     * also a client's that tries to come back, may have the port before the emulator has it.
     */
    private static final int LOWEST = 18_000;

    private static final int HIGHEST = 32_000;
    private static final int TRIES = 50;

    private Ports() {}

    /**
     * @param wanted a port, or 0 for any free one
     * @param variable the environment variable that moves it
     * @return the port to use
     * @throws Problem when it is taken
     */
    static int choose(int wanted, String purpose, String variable) {
        return wanted == 0 ? free(purpose, variable) : probe(wanted, purpose, variable);
    }

    private static int free(String purpose, String variable) {
        var random = new SecureRandom();
        for (int i = 0; i < TRIES; i++) {
            try {
                return probe(random.nextInt(LOWEST, HIGHEST), purpose, variable);
            } catch (Problem taken) {
                // The next one.
            }
        }
        return probe(0, purpose, variable);
    }

    private static int probe(int wanted, String purpose, String variable) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new Problem(
                    new ProblemCode("PortTaken"),
                    Problem.Kind.PERMANENT,
                    "Port " + wanted + ", which " + purpose + " needs, is in use by another program.",
                    "Stop that program, or set " + variable + " to another port (0 takes any free one).");
        }
    }
}
