package dev.lockstep.emulator;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Settles which ports the emulators use before anything starts, so that a taken one is said at once. */
final class Ports {

    private Ports() {}

    /**
     * @param wanted a port, or 0 for any free one
     * @param variable the environment variable that moves it
     * @return the port to use
     * @throws Problem when it is taken
     */
    static int choose(int wanted, String purpose, String variable) {
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
