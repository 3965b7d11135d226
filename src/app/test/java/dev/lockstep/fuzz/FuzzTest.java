package dev.lockstep.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.lockstep.Browser;
import dev.lockstep.LockstepApp;
import dev.lockstep.Profiles;
import dev.lockstep.account.picture.PictureProblem;
import dev.lockstep.account.picture.ProfilePicture;
import dev.lockstep.core.PersonId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.LoggerFactory;

/**
 * Nonsense for every port and door: no answer of 500, nothing of the program's insides in an answer, memory that stays, and
 * a log that does not grow with what is refused. {@code -Pnightly} runs it; {@code -Dfuzz.cases} and {@code -Dfuzz.seed}
 * choose how much and which.
 */
@Tag("wire")
@EnabledIfSystemProperty(named = "faults.everywhere", matches = "true")
class FuzzTest {

    private static final int CASES = Integer.getInteger("fuzz.cases", 100_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20261129L);
    private static final int LANES = 6;
    private static final long MOST_GROWTH = 64L * 1024 * 1024;

    private static final Pattern INSIDES = Pattern.compile(
            "\\bat [a-z]+(?:\\.[\\w$]+)+\\(|Apache Tomcat|java\\.(?:lang|io|util)\\.|org\\.springframework|"
                    + "dev\\.lockstep\\.|org\\.h2\\.|com\\.vaadin\\.flow\\.server\\.\\w+Exception");

    private static LockstepApp app;
    private static FuzzedRequests requests;
    private static Browser member;
    private static Lines lines;

    private final Map<String, AtomicLong> seen = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

    /** Counts what is logged, and the bytes of it. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final AtomicLong warnings = new AtomicLong();
        private final Map<String, AtomicLong> byPlace = new ConcurrentHashMap<>();
        private final ConcurrentLinkedQueue<String> traces = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
                warnings.incrementAndGet();
                byPlace.computeIfAbsent(event.getLoggerName(), name -> new AtomicLong())
                        .incrementAndGet();
            }
            if (event.getThrowableProxy() != null && event.getLevel().isGreaterOrEqual(Level.WARN)) {
                traces.add(event.getLoggerName() + ": " + event.getFormattedMessage() + " / "
                        + event.getThrowableProxy().getClassName() + " "
                        + event.getThrowableProxy().getMessage());
            }
        }
    }

    @BeforeAll
    static void start() throws Exception {
        app = LockstepApp.start(
                LockstepApp.fresh("fuzz"),
                "lockstep.limits.first-pages=100000000",
                "lockstep.limits.sign-ins=100000000",
                "lockstep.limits.webhooks=100000000",
                "lockstep.limits.api=100000000",
                "lockstep.limits.anonymous-idle=30s");
        member = new Browser(app.web());
        PersonId user = app.signUp(member, "Mary", "Shelley");
        requests = new FuzzedRequests(app.env(), app.web(), member.cookies(), user.value());
        lines = new Lines();
        lines.start();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(lines);
    }

    @AfterAll
    static void stop() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(lines);
        app.close();
    }

    @Test
    void answersNonsenseWithASentence() throws Exception {
        play(CASES / 20);
        lines.traces.clear();
        long loggedBefore = lines.warnings.get();
        long heapBefore = heap();

        play(CASES);

        System.out.printf(
                "fuzz: %d cases, seed %d, answers %s, log lines %d %s, heap %+d KB%n",
                CASES,
                SEED,
                new TreeMap<>(seen),
                lines.warnings.get() - loggedBefore,
                new TreeMap<>(lines.byPlace),
                (heap() - heapBefore) / 1024);
        assertThat(wrong.stream().limit(40)).as("answers").isEmpty();
        assertThat(lines.traces.stream()
                        .map(trace -> trace.replaceAll("fuzz-?\\d+", "fuzz"))
                        .distinct()
                        .limit(40))
                .as("traces in the log")
                .isEmpty();
        assertThat(lines.warnings.get() - loggedBefore).as("log lines").isLessThan(CASES / 50);
        assertThat(heap() - heapBefore).as("bytes kept").isLessThan(MOST_GROWTH);
    }

    @Test
    void takesNoBrokenPictureForAnythingElse() {
        var random = new Random(SEED);
        byte[] whole = Profiles.picture(java.awt.Color.RED).picture().bytes();
        for (int i = 0; i < CASES / 50; i++) {
            byte[] broken = FuzzedRequests.mutated(whole, random);
            try {
                assertThat(ProfilePicture.of(broken).bytes()).isNotEmpty();
            } catch (PictureProblem told) {
                assertThat(told.sentence()).isNotBlank();
            }
        }
    }

    private void play(int cases) throws Exception {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        try (var lanes = Executors.newFixedThreadPool(LANES)) {
            Future<?>[] all = new Future<?>[LANES];
            for (int lane = 0; lane < LANES; lane++) {
                var random = new Random(SEED + lane);
                all[lane] = lanes.submit(() -> play(http, random, cases / LANES));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private void play(HttpClient http, Random random, int cases) {
        for (int i = 0; i < cases; i++) {
            int kind = random.nextInt(100);
            if (kind < 2) {
                // Many frames on one socket: each is a case.
                i += FuzzedSocket.play(requests.sync(), random, wrong::add);
                count("socket");
            } else {
                FuzzedRequest request = requests.next(random);
                FuzzedRequest.Answer answer = kind < 12 ? request.sendRaw(random) : request.send(http);
                check(request, answer);
            }
        }
    }

    private void check(FuzzedRequest request, FuzzedRequest.Answer answer) {
        count(request.service() + " " + answer.status());
        if (answer.status() >= 500 && answer.status() != 501 && answer.status() != 503) {
            wrong.add(answer.status() + " for " + request);
        }
        if (INSIDES.matcher(answer.text()).find()) {
            wrong.add("insides for " + request + ": "
                    + answer.text().substring(0, Math.min(300, answer.text().length())));
        }
    }

    private void count(String what) {
        seen.computeIfAbsent(what, name -> new AtomicLong()).incrementAndGet();
    }

    private static long heap() {
        Gauge sessions = app.bean(MeterRegistry.class)
                .get("tomcat.sessions.active.current")
                .gauge();
        // Those in which nobody signed in end half a minute after their last request; the member's is left.
        LockstepApp.await("the end of the anonymous sessions", Duration.ofMinutes(3), () -> sessions.value() <= 1);
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
