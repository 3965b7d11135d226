package dev.lockstep.emulator;

import dev.lockstep.core.Problem;
import dev.lockstep.emulator.clerk.ClerkEmulator;
import dev.lockstep.emulator.clerk.api.Limits;
import dev.lockstep.emulator.convex.ConvexEmulator;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.platform.Platform;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Clerk and Convex on this machine, as one: {@code try (var emulator = Emulator.start(folder))}. They speak the real
 * protocols, listen on 127.0.0.1 only, and find what they kept in the folder when they are started there again.
 *
 * <p>Where only one of them is wanted, or both at different times, {@link #in} settles ports and keys first and
 * {@link #startClerk} and {@link #startConvex} follow. Thread-safe.
 */
public final class Emulator implements AutoCloseable {

    private static final String DEPLOYMENT = "lockstep-local";

    private final Path home;
    private final EmulatorPorts ports;
    private final EmulatorKeys keys;
    private final Clock clock;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CompletableFuture<ClerkEmulator> clerk = new CompletableFuture<>();
    private final CompletableFuture<Platform> platform = new CompletableFuture<>();
    private volatile boolean pushExpected;
    private boolean closed;

    private Emulator(Path home, EmulatorPorts ports, Clock clock) {
        this.home = home;
        this.ports = ports.settled();
        this.keys = EmulatorKeys.in(home);
        this.clock = clock;
    }

    /**
     * Settles ports and keys; nothing runs yet.
     *
     * @param home the folder that holds all data; one process at a time
     * @param clock what both take for the time; a {@link dev.lockstep.core.ManualClock} lets a test move it
     * @throws Problem when a port is taken
     */
    public static Emulator in(Path home, EmulatorPorts ports, Clock clock) {
        return new Emulator(home, ports, clock);
    }

    /**
     * Starts both on free ports; returns when they answer.
     *
     * @throws Problem when the folder is in use or cannot be written
     */
    public static Emulator start(Path home) {
        return start(home, EmulatorPorts.FREE, Clock.systemUTC());
    }

    /** The same with ports and a clock of the caller's. */
    public static Emulator start(Path home, EmulatorPorts ports, Clock clock) {
        Emulator emulator = in(home, ports, clock);
        try {
            emulator.startClerk();
            emulator.startConvex();
            return emulator;
        } catch (RuntimeException e) {
            emulator.close();
            throw e;
        }
    }

    /** Returns when Clerk answers. */
    public void startClerk() {
        ClerkEmulator emulator = ClerkEmulator.start(
                new ClerkEmulator.Settings(
                        ports.clerk(),
                        home,
                        keys.oauthClientId(),
                        keys.oauthClientSecret(),
                        keys.clerk(),
                        keys.webhookSigning(),
                        "Local",
                        Limits.production()),
                clock);
        keep(emulator);
        clerk.complete(emulator);
    }

    /**
     * Of somebody who pushes functions as soon as Convex has started, to be said before: calls then wait for the first
     * push, at most 30 s, instead of failing. Does nothing when code is there from an earlier run.
     */
    public void expectPush() {
        pushExpected = true;
    }

    /** Returns when the deployment and the platform accept connections; its code goes on warming up. */
    public void startConvex() {
        ConvexEmulator emulator = ConvexEmulator.start(
                new ConvexEmulator.Settings(
                        ports.convex(),
                        ports.convexSite(),
                        home.resolve("emulator").resolve("convex"),
                        DEPLOYMENT,
                        keys.convexAdmin()),
                CallLimits.DEFAULT,
                clock);
        keep(emulator);
        if (pushExpected) {
            emulator.expectPush();
        }
        Platform started = emulator.startPlatform(keys.platformSettings(ports.platform(), home), clock);
        keep(started);
        platform.complete(started);
    }

    /** Makes Clerk's signing key in a new folder before anybody waits for it; returns at once where Clerk is not started. */
    public void makeSigningKey() {
        clerk.thenAccept(ClerkEmulator::makeSigningKey);
    }

    public EmulatorUrls urls() {
        return EmulatorUrls.of(ports);
    }

    public EmulatorKeys keys() {
        return keys;
    }

    public Clock clock() {
        return clock;
    }

    /** Sends Clerk's webhooks there from now on; those that happened before the first call have waited. */
    public void deliverWebhooksTo(URI address) {
        clerk.thenAccept(emulator -> emulator.deliverWebhooksTo(address));
    }

    /** One more address where the OAuth application of Convex's platform may be answered, letter by letter. */
    public void registerRedirect(String address) {
        platform.thenAccept(started -> started.registerRedirect(address));
    }

    /** @throws IllegalStateException when this is closed already: what has just started is then closed as well */
    private synchronized void keep(AutoCloseable part) {
        if (closed) {
            close(part);
            throw new IllegalStateException("The emulators are closed");
        }
        started.push(part);
    }

    /** What was started last goes first. Closing twice is fine. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            close(started.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException("An emulator could not be closed in order", e);
        }
    }
}
