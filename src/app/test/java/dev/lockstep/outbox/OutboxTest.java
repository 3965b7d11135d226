package dev.lockstep.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.ManualClock;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.push.PushLoop;
import dev.lockstep.outbox.push.Pusher;
import dev.lockstep.outbox.store.Interventions;
import dev.lockstep.outbox.store.Outbox;
import dev.lockstep.outbox.trouble.Attempt;
import dev.lockstep.outbox.trouble.Attempts;
import dev.lockstep.outbox.trouble.Tally;
import dev.lockstep.outbox.trouble.Trouble;
import dev.lockstep.outbox.trouble.TroubleFilter;
import dev.lockstep.outbox.trouble.TroubledChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestConstructor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the engine promises, on the database that the subclass brings. */
@SpringBootTest(
        classes = OutboxContext.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "spring.jpa.hibernate.ddl-auto=validate",
            "spring.main.allow-bean-definition-overriding=true",
            // The destinations live longer than one test: what one makes fail must not be held against the next.
            "lockstep.outbox.breaker.calls=10000"
        })
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
abstract class OutboxTest {

    private static final Owner ADA = Owner.of("user_ada");
    private static final Owner BOB = Owner.of("user_bob");

    @Autowired
    private Deliveries deliveries;

    @Autowired
    private Changes changes;

    @Autowired
    private Pusher pusher;

    @Autowired
    private PushLoop loop;

    @Autowired
    private Outbox outbox;

    @Autowired
    private Clock clock;

    @Autowired
    private FakeDestination alpha;

    @Autowired
    private FakeDestination beta;

    @Autowired
    private FakeDestination batch;

    @Autowired
    private Failures failures;

    @Autowired
    private Resolutions mending;

    @Autowired
    private Retries retries;

    @Autowired
    private Interventions interventions;

    @Autowired
    private Attempts attempts;

    @Autowired
    private AuditTrail trail;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @BeforeEach
    void quietTheLoop() {
        loop.stop();
        jdbc.update("delete from outbox_entry");
        jdbc.update("delete from audit_record");
        alpha.reset();
        beta.reset();
        batch.reset();
    }

    @AfterEach
    void nothingIsLeftLeased() {
        assertThat(jdbc.queryForObject("select count(*) from outbox_entry where lease_until is not null", Long.class))
                .isZero();
    }

    @Test
    void refusesToRecordOutsideOfATransaction() {
        assertThatThrownBy(() -> changes.record(List.of(change(ADA, "ALPHA", "r", "1"))))
                .hasMessageContaining("transaction");
    }

    @Test
    void forgetsWhatWasRecordedInATransactionThatFailed() {
        assertThatThrownBy(() -> new TransactionTemplate(transactions).executeWithoutResult(status -> {
                    changes.record(List.of(change(ADA, "ALPHA", "r", "1")));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");

        pusher.runOnce();
        assertThat(alpha.asked()).isEmpty();
    }

    @Test
    void deliversBothLegsOfAGroupAtOnce() {
        // Each waits for the other: one after the other would never end.
        var barrier = new CyclicBarrier(2);
        alpha.answers(change -> meet(barrier));
        beta.answers(change -> meet(barrier));
        ChangeId group = record(change(ADA, "ALPHA", "r", "a"), change(ADA, "BETA", "r", "b"));

        List<Leg> legs = deliveries.deliver(group, Duration.ofSeconds(5), leg -> {});

        assertThat(legs).extracting(Leg::title).containsExactlyInAnyOrder("Alpha", "Beta");
        assertThat(legs).allSatisfy(leg -> assertThat(leg.outcome()).isEqualTo(new Outcome.Saved()));
    }

    @Test
    void savesOneLegWhileTheOtherIsQueued() {
        beta.refuses(transientProblem());
        ChangeId group = record(change(ADA, "ALPHA", "r", "a"), change(ADA, "BETA", "r", "b"));

        List<Leg> legs = deliveries.deliver(group, Duration.ofSeconds(5), leg -> {});

        assertThat(legs).anySatisfy(leg -> assertThat(leg.outcome()).isEqualTo(new Outcome.Saved()));
        assertThat(legs)
                .anySatisfy(leg -> assertThat(leg.outcome()).isInstanceOfSatisfying(Outcome.Queued.class, queued -> {
                    assertThat(queued.reason()).isEqualTo("The line was busy.");
                    assertThat(queued.nextTry()).isPresent();
                }));
        assertThat(deliveries.waiting(ADA)).singleElement().satisfies(waiting -> {
            assertThat(waiting.title()).isEqualTo("Beta");
            assertThat(waiting.stopped()).isFalse();
        });
    }

    @Test
    void goesOnByItselfAfterTheWait() {
        alpha.refuses(transientProblem());
        record(change(ADA, "ALPHA", "r", "1"));
        pusher.runOnce();
        assertThat(pusher.runOnce()).as("nothing is due before its time").isZero();

        alpha.answers(change -> "{}");
        ((ManualClock) clock).advance(Duration.ofMinutes(6));
        pusher.runOnce();

        assertThat(alpha.taken()).containsExactly("1");
        assertThat(deliveries.waiting(ADA)).isEmpty();
    }

    @Test
    void keepsTheOrderOfARecordAndLetsOthersPass() {
        alpha.answers(change -> {
            if (change.payload().equals("1")) {
                throw transientProblem();
            }
            return "{}";
        });
        record(change(ADA, "ALPHA", "r", "1"), change(ADA, "ALPHA", "r", "2"), change(ADA, "ALPHA", "other", "3"));
        record(change(BOB, "ALPHA", "r", "4"));

        pusher.runOnce();
        assertThat(alpha.taken()).containsExactlyInAnyOrder("3", "4");

        alpha.answers(change -> "{}");
        ((ManualClock) clock).advance(Duration.ofMinutes(6));
        pusher.runOnce();
        assertThat(alpha.taken()).endsWith("1", "2");
    }

    @Test
    void parksAfterThreeRefusalsAndOnlyAPersonMovesItOn() {
        alpha.refuses(permanentProblem(List.of()));
        record(change(ADA, "ALPHA", "r", "1"));
        for (int i = 0; i < 5; i++) {
            pusher.runOnce();
            ((ManualClock) clock).advance(Duration.ofMinutes(10));
        }
        assertThat(alpha.asked()).hasSize(3);
        TroubledChange parked = failures.page(TroubleFilter.ALL, 0, 10).getFirst();
        assertThat(parked.trouble()).contains(Trouble.PARKED);
        assertThat(parked.code()).contains("Refused");
        assertThat(deliveries.retryOwn(BOB, parked.id()))
                .as("somebody else's change")
                .isEmpty();
        assertThat(alpha.asked()).hasSize(3);

        alpha.answers(change -> "{}");
        assertThat(deliveries.retryOwn(ADA, parked.id())).isEmpty();

        assertThat(alpha.taken()).containsExactly("1");
        assertThat(failures.count()).isZero();
        assertThat(attempts.of(parked.id()))
                .extracting(attempt -> attempt.trouble().map(Trouble::name).orElse("TAKEN"))
                .containsExactly("PERMANENT", "PERMANENT", "PERMANENT", "TAKEN");
        assertThat(attempts.of(parked.id()).getFirst().message()).contains("No.");
        assertThat(trail.of(parked.id()))
                .extracting(row -> row.entry().actor() + " " + row.entry().action())
                .containsExactly("system change.parked", "user_ada change.retried", "system change.delivered");
    }

    @Test
    void listsAndCountsWhatIsInTroubleAndSendsAKindAgain() {
        alpha.refuses(permanentProblem(List.of()));
        beta.refuses(transientProblem());
        record(change(ADA, "ALPHA", "one/1", "1"), change(BOB, "ALPHA", "two/1", "2"), change(ADA, "BETA", "r", "3"));
        for (int i = 0; i < 3; i++) {
            pusher.runOnce();
            ((ManualClock) clock).advance(Duration.ofMinutes(10));
        }

        assertThat(failures.tallies(TroubleFilter.ALL))
                .containsExactlyInAnyOrder(
                        new Tally(Trouble.PARKED, "ALPHA", "one", 1),
                        new Tally(Trouble.PARKED, "ALPHA", "two", 1),
                        new Tally(Trouble.TRANSIENT, "BETA", "r", 1));
        var parkedOfBob = TroubleFilter.ALL.of(Optional.of(Trouble.PARKED)).ownedBy(Optional.of(Set.of(BOB)));
        assertThat(failures.page(parkedOfBob.in(Optional.of("two")).to(Set.of("ALPHA")), 0, 10))
                .singleElement()
                .satisfies(change -> assertThat(change.record()).isEqualTo("two/1"));
        assertThat(failures.count(parkedOfBob.in(Optional.of("one")))).isZero();
        assertThat(failures.parked()).isEqualTo(2);

        alpha.answers(change -> "{}");
        assertThat(retries.countKind("ALPHA", "Refused")).isEqualTo(2);
        assertThat(retries.retryAll("user_admin", "ALPHA", "Refused", count -> {}))
                .isEqualTo(2);
        pusher.runOnce();
        assertThat(alpha.taken()).containsExactlyInAnyOrder("1", "2");
        assertThat(trail.count(new AuditTrail.Filter("change.retried", Set.of(), Instant.EPOCH)))
                .isEqualTo(2);
        assertThat(trail.count(new AuditTrail.Filter("user_bob", Set.of("user_ada"), Instant.EPOCH)))
                .isEqualTo(6);
    }

    /** What was edited goes out in the place of the old one, before what was recorded after it. */
    @Test
    void keepsTheOrderOfARecordWhenAChangeIsEdited() {
        alpha.refuses(permanentProblem(List.of()));
        record(change(ADA, "ALPHA", "r", "1"));
        for (int i = 0; i < 3; i++) {
            pusher.runOnce();
            ((ManualClock) clock).advance(Duration.ofMinutes(10));
        }
        record(change(ADA, "ALPHA", "r", "2"));
        ChangeId parked = failures.page(TroubleFilter.ALL, 0, 1).getFirst().id();
        alpha.answers(change -> "{}");

        assertThat(mending.edit("user_admin", parked, "1a")).isEmpty();
        pusher.runOnce();

        assertThat(alpha.taken()).containsExactly("1a", "2");
        assertThatThrownBy(() -> mending.discard("user_admin", parked, "late"))
                .hasMessageContaining("taken this change's place");
    }

    /** The ordinary path must cost no row beyond the change itself. */
    @Test
    void handsOneOwnersChangesOverTogetherAndEachRecordsInOrder() {
        record(
                change(ADA, "BATCH", "a", "a1"),
                change(ADA, "BATCH", "b", "b1"),
                change(BOB, "BATCH", "a", "bob1"),
                change(ADA, "BATCH", "c", "c1"),
                change(ADA, "BATCH", "d", "d1"),
                change(ADA, "BATCH", "a", "a2"));

        pusher.runOnce();

        assertThat(batch.calls())
                .containsExactlyInAnyOrder(List.of("a1", "b1", "c1"), List.of("d1"), List.of("bob1"), List.of("a2"));
        assertThat(outbox.unsettled(ADA)).isEmpty();
        assertThat(outbox.unsettled(BOB)).isEmpty();
    }

    @Test
    void settlesEachOfThoseThatWentTogetherByItsOwnAnswer() {
        var followed = new ArrayList<String>();
        batch.then((change, result) -> followed.add(change.payload()));
        batch.answers(change -> {
            if (change.payload().equals("bad")) {
                throw new Problem(
                        new ProblemCode("Refused"), Problem.Kind.PERMANENT, "No.", "Correct it and try again.");
            }
            return "{}";
        });
        record(
                change(ADA, "BATCH", "a", "good"),
                change(ADA, "BATCH", "b", "bad"),
                change(ADA, "BATCH", "b", "behind"),
                change(ADA, "BATCH", "c", "fine"));

        pusher.runOnce();

        assertThat(followed).containsExactlyInAnyOrder("good", "fine");
        assertThat(outbox.unsettled(ADA))
                .extracting(entry -> entry.subject().record())
                .containsExactly("b", "b");
        assertThat(batch.asked()).doesNotContain("behind");
    }

    @Test
    void settlesTogetherWhatHasHadTroubleToo() {
        batch.refuses(transientProblem());
        record(change(ADA, "BATCH", "a", "1"), change(ADA, "BATCH", "b", "2"), change(ADA, "BATCH", "c", "3"));
        pusher.runOnce();
        assertThat(outbox.unsettled(ADA)).hasSize(3);
        batch.reset();
        ((ManualClock) clock).advance(Duration.ofMinutes(10));

        pusher.runOnce();

        assertThat(batch.settled()).containsExactly(Set.of("1", "2", "3"));
        assertThat(outbox.unsettled(ADA)).isEmpty();
        assertThat(trail.count(AuditTrail.Filter.ALL))
                .as("each has arrived after trouble")
                .isEqualTo(3);
    }

    @Test
    void keepsAllOfACallThatNobodyAnswered() {
        batch.answers(change -> {
            throw new IllegalStateException("broken");
        });
        record(change(ADA, "BATCH", "a", "1"), change(ADA, "BATCH", "b", "2"));

        pusher.runOnce();

        assertThat(outbox.unsettled(ADA))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.counts().attempts()).isOne());
    }

    @Test
    void tellsNothingOfWhatArrivesAtTheFirstTry() {
        record(change(ADA, "ALPHA", "r", "1"));

        pusher.runOnce();

        assertThat(alpha.taken()).containsExactly("1");
        assertThat(jdbc.queryForObject("select count(*) from outbox_attempt", Long.class))
                .isZero();
        assertThat(trail.count(AuditTrail.Filter.ALL)).isZero();
    }

    @Test
    void keepsTheFirstAndTheLastOfALongRowOfTries() {
        alpha.refuses(transientProblem());
        record(change(ADA, "ALPHA", "r", "1"));
        for (int i = 0; i < 70; i++) {
            pusher.runOnce();
            ((ManualClock) clock).advance(Duration.ofMinutes(10));
        }

        List<Attempt> kept =
                attempts.of(failures.page(TroubleFilter.ALL, 0, 10).getFirst().id());
        assertThat(kept).hasSize(60);
        assertThat(kept.get(9).number()).isEqualTo(10);
        assertThat(kept.get(10).number()).isEqualTo(21);
    }

    @Test
    void settlesARefusedFieldWhileItsPersonIsThere() {
        alpha.refuses(permanentProblem(List.of(new Problem.Field("username", "taken", "It is taken."))));
        ChangeId group = record(change(ADA, "ALPHA", "r", "1"));

        List<Leg> legs = deliveries.deliver(group, Duration.ofSeconds(5), leg -> {});

        assertThat(legs.getFirst().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.fields())
                                .singleElement()
                                .satisfies(field -> assertThat(field.field()).isEqualTo("username")));
        assertThat(deliveries.waiting(ADA)).isEmpty();
        pusher.runOnce();
        assertThat(alpha.asked()).hasSize(1);
    }

    @Test
    void storesWhatFollowsFromAnAnswerWithIt() {
        alpha.answers(change -> "{\"url\":1}");
        alpha.then((change, result) -> changes.record(List.of(new Change(
                changes.newId(), change.group(), change.owner(), "BETA", change.record(), "follows " + result))));
        ChangeId group = record(change(ADA, "ALPHA", "r", "1"));

        List<Leg> legs = deliveries.deliver(group, Duration.ofSeconds(5), leg -> {});

        assertThat(beta.taken()).containsExactly("follows {\"url\":1}");
        assertThat(legs).hasSize(2).allSatisfy(leg -> assertThat(leg.outcome()).isEqualTo(new Outcome.Saved()));
    }

    /** The answer arrived but could not be stored: the change must stay, and go again under the same id. */
    @Test
    void sendsAgainUnderTheSameIdWhenTheBookkeepingFails() {
        var ids = new ArrayList<ChangeId>();
        alpha.answers(change -> {
            ids.add(change.id());
            return "{}";
        });
        alpha.then((change, result) -> {
            if (ids.size() == 1) {
                throw new IllegalStateException("the disk is full");
            }
        });
        ChangeId group = record(change(ADA, "ALPHA", "r", "1"));

        deliveries.deliver(group, Duration.ofMillis(500), leg -> {});
        ((ManualClock) clock).advance(Duration.ofMinutes(1));
        pusher.runOnce();

        assertThat(ids).hasSize(2).allMatch(id -> id.equals(ids.getFirst()));
        assertThat(deliveries.waiting(ADA)).isEmpty();
    }

    /** What is delivered is stored many at a time; one that cannot be must not keep the others back. */
    @Test
    void storesWhatItCanWhenTheBookkeepingOfOneFails() {
        var failures = new AtomicInteger();
        alpha.then((change, result) -> {
            if (change.payload().equals("2") && failures.incrementAndGet() <= 2) {
                throw new IllegalStateException("the disk is full");
            }
        });
        record(change(ADA, "ALPHA", "r1", "1"), change(ADA, "ALPHA", "r2", "2"), change(BOB, "ALPHA", "r3", "3"));

        pusher.runOnce();
        assertThat(alpha.taken()).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(deliveries.waiting(BOB)).isEmpty();
        assertThat(deliveries.waiting(ADA)).hasSize(1);

        ((ManualClock) clock).advance(Duration.ofMinutes(1));
        pusher.runOnce();
        assertThat(alpha.taken()).containsExactlyInAnyOrder("1", "2", "3", "2");
        assertThat(deliveries.waiting(ADA)).isEmpty();
    }

    @Test
    void answersInTimeWhenADestinationHangs() throws InterruptedException {
        var release = new CountDownLatch(1);
        var finished = new CountDownLatch(1);
        alpha.answers(change -> {
            await(release);
            return "{}";
        });
        alpha.then((change, result) -> finished.countDown());
        ChangeId group = record(change(ADA, "ALPHA", "r", "1"), change(ADA, "BETA", "r", "2"));

        // The test's clock stands still, so the wait is over at once.
        List<Leg> legs = deliveries.deliver(group, Duration.ZERO, leg -> {});

        assertThat(legs).anySatisfy(leg -> assertThat(leg.outcome()).isInstanceOf(Outcome.Queued.class));
        release.countDown();
        assertThat(finished.await(5, TimeUnit.SECONDS)).isTrue();
        pusher.runOnce();
        waitUntilIdle();
        assertThat(alpha.taken()).containsExactly("1");
        assertThat(beta.taken()).containsExactly("2");
    }

    @Test
    void takesOverTheLeaseOfAWorkerThatDied() {
        record(change(ADA, "ALPHA", "r", "1"));
        var lease = java.sql.Timestamp.from(clock.instant().plusSeconds(30));
        jdbc.update("update outbox_entry set lease_until = ?", lease);
        assertThat(pusher.runOnce()).as("leased to somebody else").isZero();

        ((ManualClock) clock).advance(Duration.ofSeconds(31));
        pusher.runOnce();

        assertThat(alpha.taken()).containsExactly("1");
    }

    @Test
    void goesOnWhenTheClockIsSetBack() {
        record(change(ADA, "ALPHA", "failed", "1"), change(ADA, "ALPHA", "taken", "2"), change(ADA, "BETA", "r", "3"));
        alpha.refuses(new Problem(new ProblemCode("AWAY"), Problem.Kind.TRANSIENT, "Away.", "Wait."));
        beta.refuses(new Problem(new ProblemCode("AWAY"), Problem.Kind.TRANSIENT, "Away.", "Wait."));
        pusher.runOnce();
        var lease = java.sql.Timestamp.from(clock.instant().plusSeconds(30));
        jdbc.update("update outbox_entry set lease_until = ? where table_name = 'taken'", lease);
        alpha.answers(change -> "{}");
        beta.answers(change -> "{}");

        ((ManualClock) clock).advance(Duration.ofDays(-1));
        outbox.bringBack();
        pusher.runOnce();
        assertThat(alpha.taken()).as("its lease has not run out").containsExactly("1");
        assertThat(beta.taken()).containsExactly("3");

        ((ManualClock) clock).advance(Duration.ofSeconds(31));
        pusher.runOnce();
        assertThat(alpha.taken()).containsExactly("1", "2");
    }

    @Test
    void leavesAloneWhatWaitsByARightClock() {
        alpha.refuses(new Problem(new ProblemCode("AWAY"), Problem.Kind.TRANSIENT, "Away.", "Wait."));
        record(change(ADA, "ALPHA", "r", "1"));
        pusher.runOnce();
        String stored = "select cast(next_attempt_at as varchar) from outbox_entry";
        String before = jdbc.queryForObject(stored, String.class);

        outbox.bringBack();

        assertThat(jdbc.queryForObject(stored, String.class)).isEqualTo(before);
    }

    /** Else the background sends it between the word and the deed, and who asked is told that it has not arrived. */
    @Test
    void leavesAChangeThatSomebodyRetriesToThem() {
        alpha.refuses(new Problem(new ProblemCode("Busy"), Problem.Kind.TRANSIENT, "The line was busy.", "Wait."));
        Change change = change(ADA, "ALPHA", "r", "1");
        record(change);
        pusher.runOnce();
        ((ManualClock) clock).advance(Duration.ofMinutes(6));
        alpha.answers(sent -> "{}");

        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> interventions.again(change.id(), Changes.HEAD_START));
        assertThat(pusher.runOnce()).as("by the background").isZero();
        assertThat(retries.retry("user_admin", change.id())).isEmpty();

        assertThat(alpha.taken()).containsExactly("1");
    }

    @Test
    void drainersBesideEachOtherSendEachChangeOnce() throws Exception {
        alpha.answers(FakeDestination::afterAWhile);
        var many = new ArrayList<Change>();
        for (int i = 0; i < 300; i++) {
            many.add(change(ADA, "ALPHA", "r" + i % 60, String.valueOf(i)));
        }
        record(many.toArray(Change[]::new));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // One that fails says so here instead of leaving what it has taken to its lease.
            for (Future<Integer> drainer :
                    threads.invokeAll(List.<Callable<Integer>>of(pusher::runOnce, pusher::runOnce, pusher::runOnce))) {
                drainer.get();
            }
        }
        pusher.runOnce();

        assertThat(jdbc.queryForList("select id, claims, next_attempt_at, lease_until, last_error_code"
                        + " from outbox_entry where state <> 'DONE'"))
                .isEmpty();
        assertThat(alpha.asked()).hasSize(300).doesNotHaveDuplicates();
        for (int i = 0; i < 60; i++) {
            int record = i;
            assertThat(alpha.taken().stream().map(Integer::valueOf).filter(number -> number % 60 == record))
                    .isSorted();
        }
    }

    @Test
    void dropsAnAnswerThatComesAfterTheLeaseRanOut() throws Exception {
        var sending = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var sent = new AtomicInteger();
        alpha.answers(change -> {
            if (sent.incrementAndGet() == 1) {
                sending.countDown();
                await(release);
            }
            return "{\"answer\":" + sent.get() + "}";
        });
        var followed = new AtomicInteger();
        alpha.then((change, result) -> followed.incrementAndGet());
        record(change(ADA, "ALPHA", "r", "1"));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var late = threads.submit(pusher::runOnce);
            await(sending);
            ((ManualClock) clock).advance(Duration.ofSeconds(31));
            assertThat(pusher.runOnce()).as("taken over").isEqualTo(1);
            release.countDown();
            assertThat(late.get(10, TimeUnit.SECONDS)).as("too late").isZero();
        }

        assertThat(followed).hasValue(1);
        assertThat(jdbc.queryForObject("select attempts from outbox_entry", Integer.class))
                .isEqualTo(2);
    }

    @Test
    void tellsWatchersOfThisPersonOnly() {
        var told = new ArrayList<String>();
        Runnable unwatchAda = deliveries.watch(ADA, () -> told.add("ada"));
        deliveries.watch(BOB, () -> told.add("bob"));
        record(change(ADA, "ALPHA", "r", "1"));

        pusher.runOnce();
        unwatchAda.run();
        record(change(ADA, "ALPHA", "r", "2"));
        pusher.runOnce();

        assertThat(told).containsExactly("ada");
    }

    @Test
    void lettsANewerChangeTakeAParkedOneOver() {
        alpha.refuses(permanentProblem(List.of()));
        record(change(ADA, "ALPHA", "r", "1"));
        for (int i = 0; i < 3; i++) {
            pusher.runOnce();
            ((ManualClock) clock).advance(Duration.ofMinutes(10));
        }
        Change parked = changes.parked(ADA, "ALPHA", "r").getFirst();
        alpha.answers(change -> "{}");

        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            changes.supersede(parked.id());
            changes.record(List.of(change(ADA, "ALPHA", "r", "2")));
        });
        pusher.runOnce();

        assertThat(alpha.taken()).containsExactly("2");
        assertThat(failures.count()).isZero();
    }

    private void waitUntilIdle() {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> deliveries.waiting(ADA).isEmpty());
    }

    private ChangeId record(Change... recorded) {
        ChangeId group = changes.newId();
        List<Change> grouped = new ArrayList<>();
        for (Change change : recorded) {
            grouped.add(new Change(
                    change.id(), group, change.owner(), change.destination(), change.record(), change.payload()));
        }
        new TransactionTemplate(transactions).executeWithoutResult(status -> changes.record(grouped));
        return group;
    }

    private Change change(Owner owner, String destination, String record, String payload) {
        return new Change(changes.newId(), changes.newId(), owner, destination, record, payload);
    }

    private static String meet(CyclicBarrier barrier) {
        try {
            barrier.await(5, TimeUnit.SECONDS);
            return "{}";
        } catch (Exception e) {
            throw new IllegalStateException("The other leg never came", e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody released the destination");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Problem transientProblem() {
        return new Problem(new ProblemCode("Busy"), Problem.Kind.TRANSIENT, "The line was busy.", "Wait.");
    }

    private static Problem permanentProblem(List<Problem.Field> fields) {
        return new Refused(fields);
    }

    private static final class Refused extends Problem {
        Refused(List<Field> fields) {
            super(new ProblemCode("Refused"), Kind.PERMANENT, "No.", "Change it.", fields, null, null);
        }
    }
}
