package dev.lockstep.sandbox.e2b;

import dev.lockstep.core.Backoff;
import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.e2b.wire.ControlPlane;
import dev.lockstep.sandbox.e2b.wire.Envd;
import dev.lockstep.sandbox.e2b.wire.Http;
import dev.lockstep.sandbox.e2b.wire.Machine;
import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Makes the sandboxes in E2B, each project's once. Asks no network until one is used. Thread-safe. */
public final class E2bSandboxes implements AutoCloseable {

    /**
     * Where E2B is and what it gets.
     *
     * @param api the control plane; https, or http on this machine
     * @param key {@code e2b_…}; null when there is none
     * @param template what machines are made from: needs Node 20 or newer, npm, setsid and pkill
     * @param life how long a machine lives that nobody extends: 1 s to one day
     */
    public record Settings(URI api, @Nullable Secret key, String template, Duration life) {

        public Settings {
            boolean isHere = "127.0.0.1".equals(api.getHost()) || "localhost".equals(api.getHost());
            if (!"https".equals(api.getScheme()) && !isHere) {
                throw new IllegalArgumentException("lockstep.sandbox.e2b.api is an https address, not '" + api + "'");
            }
            if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("lockstep.sandbox.e2b.life is 1 s to one day, not " + life);
            }
        }
    }

    private static final Backoff RETRY = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));

    private final Map<String, E2bSandbox> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sandbox-e2b-timer").factory());
    private final Http http = new Http();
    private final @Nullable E2bSurroundings surroundings;

    public E2bSandboxes(Settings settings, Clock clock) {
        this(
                settings,
                clock,
                machine -> HttpUrl.get("https://" + Envd.PORT + "-" + machine.id() + "." + machine.domain()),
                RETRY);
    }

    /** @param addresses where a machine's envd is */
    E2bSandboxes(Settings settings, Clock clock, Function<Machine, HttpUrl> addresses, Backoff retry) {
        Executor threads = work -> Thread.ofVirtual().name("sandbox-e2b").start(work);
        Secret key = settings.key();
        surroundings = key == null
                ? null
                : new E2bSurroundings(
                        http,
                        new ControlPlane(http, settings.api(), key, settings.template()),
                        addresses,
                        settings.life(),
                        clock,
                        timer,
                        threads,
                        retry,
                        new SecureRandom());
    }

    /** Why there can be none; empty when there can. */
    public Optional<SandboxProblem> problem() {
        return surroundings == null ? Optional.of(noKey()) : Optional.empty();
    }

    private static SandboxProblem noKey() {
        return SandboxProblem.lasting(
                SandboxProblem.UNAVAILABLE,
                "There is no key of E2B.",
                "Set E2B_API_KEY, found in the E2B dashboard under API keys, and start Lockstep again.");
    }

    /** @throws SandboxProblem when there is no key */
    public Sandbox open(String projectKey) {
        E2bSurroundings shared = surroundings;
        if (shared == null) {
            throw noKey();
        }
        return open.computeIfAbsent(projectKey, key -> new E2bSandbox(key, shared));
    }

    /** Leaves all processes to themselves: machines end when their time is over. */
    @Override
    public void close() {
        open.values().forEach(E2bSandbox::close);
        timer.shutdownNow();
        http.close();
    }
}
