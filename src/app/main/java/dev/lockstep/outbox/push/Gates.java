package dev.lockstep.outbox.push;

import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.SteadyClock;
import dev.lockstep.outbox.change.Destination;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/**
 * What a change passes before it is sent: a destination that keeps failing is left alone for a while, and no system gets
 * more than its pace. Whoever is turned away has not been sent and is told how long to wait.
 *
 * <p>Holds what this node has seen; other nodes find out for themselves. Thread-safe.
 */
@Component
class Gates implements MeterBinder {

    /** Not now. */
    record Refusal(Problem problem, Duration pause) {}

    private static final ProblemCode RESTING = new ProblemCode("DestinationResting");
    private static final ProblemCode PACED = new ProblemCode("DestinationPaced");
    private static final String KEPT = "Nothing is lost; Lockstep tries again by itself.";

    private static final Set<CircuitBreaker.State> STATES =
            EnumSet.of(CircuitBreaker.State.CLOSED, CircuitBreaker.State.OPEN, CircuitBreaker.State.HALF_OPEN);

    private final Map<String, CircuitBreaker> breakers = new HashMap<>();
    private final Map<String, SystemLimit> limits = new HashMap<>();
    private final BreakerSettings settings;
    private final RandomGenerator random;

    Gates(List<Destination> destinations, BreakerSettings settings, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        // An open breaker compares with the time at which it opened: set back, it would stay open for as long.
        var steady = new SteadyClock(clock);
        Map<String, SystemLimit> systems = new HashMap<>();
        for (Destination destination : destinations) {
            breakers.put(destination.name(), CircuitBreaker.of(destination.name(), config(settings, steady)));
            destination
                    .pace()
                    .ifPresent(pace -> limits.put(
                            destination.name(), systems.computeIfAbsent(pace.system(), key -> new SystemLimit(pace))));
        }
    }

    private static CircuitBreakerConfig config(BreakerSettings settings, Clock clock) {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(settings.calls())
                .minimumNumberOfCalls(settings.calls())
                .failureRateThreshold(settings.failurePercent())
                .waitDurationInOpenState(settings.open())
                .permittedNumberOfCallsInHalfOpenState(settings.trials())
                .clock(clock)
                .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                .build();
    }

    /** {@code lockstep.outbox.breaker}: 1 for the state that a destination's breaker is in, 0 for the others. */
    @Override
    public void bindTo(MeterRegistry registry) {
        breakers.forEach((destination, breaker) -> STATES.forEach(state -> Gauge.builder(
                        "lockstep.outbox.breaker", breaker, it -> it.getState() == state ? 1 : 0)
                .tag("destination", destination)
                .tag("state", state.name().toLowerCase(Locale.ROOT))
                .register(registry)));
    }

    /** Asks to send something of this person's; who gets in must tell how it went. */
    Optional<Refusal> enter(Destination destination, Owner owner) {
        CircuitBreaker breaker = breaker(destination);
        if (!breaker.tryAcquirePermission()) {
            return Optional.of(new Refusal(
                    problem(RESTING, destination, " has failed often and is left alone for a moment."),
                    jittered(settings.open())));
        }
        SystemLimit limit = limits.get(destination.name());
        Optional<Duration> wait = limit == null ? Optional.empty() : limit.enter(owner);
        wait.ifPresent(until -> breaker.releasePermission());
        return wait.map(until -> new Refusal(
                problem(PACED, destination, " takes only so many changes at a time."),
                until.plus(jittered(Duration.ofSeconds(1)))));
    }

    void taken(Destination destination) {
        breaker(destination).onSuccess(0, TimeUnit.NANOSECONDS);
    }

    /**
     * Overload and network trouble count against the destination; a refusal shows that it is well; all else, and what says
     * itself when to come back, tells nothing about it.
     */
    void notTaken(Destination destination, Problem problem) {
        CircuitBreaker breaker = breaker(destination);
        if (problem.kind() == Problem.Kind.PERMANENT) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        } else if (problem.kind() == Problem.Kind.TRANSIENT
                && problem.retryAfter().isEmpty()) {
            breaker.onError(0, TimeUnit.NANOSECONDS, problem);
        } else {
            breaker.releasePermission();
        }
    }

    /** Sending failed on our side. */
    void unknown(Destination destination) {
        breaker(destination).releasePermission();
    }

    private CircuitBreaker breaker(Destination destination) {
        CircuitBreaker breaker = breakers.get(destination.name());
        if (breaker == null) {
            throw new IllegalStateException("Bug: no gate for " + destination.name());
        }
        return breaker;
    }

    /** Between half of it and all of it, so that what was turned away together does not return together. */
    private Duration jittered(Duration wait) {
        long half = wait.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    private static Problem problem(ProblemCode code, Destination destination, String what) {
        return new Problem(
                code,
                Problem.Kind.TRANSIENT,
                destination.title() + what,
                KEPT,
                Problem.Words.with(destination.title()));
    }
}
