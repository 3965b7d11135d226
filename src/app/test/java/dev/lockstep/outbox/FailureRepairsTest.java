package dev.lockstep.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.LockstepApp;
import dev.lockstep.Profiles;
import dev.lockstep.account.Accounts;
import dev.lockstep.account.person.Systems;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.Comparison;
import dev.lockstep.outbox.trouble.Trouble;
import dev.lockstep.outbox.trouble.TroubleFilter;
import dev.lockstep.outbox.trouble.TroubledChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an administrator does about changes that Clerk or Convex does not take, against both emulators. */
@Tag("wire")
class FailureRepairsTest {

    private static final String ADMIN = "user_the_admin";
    private static final String REFUSAL = """
            {"match": "PATCH /v1/users/", "status": 422, "body":
             "{\\"errors\\": [{\\"code\\": \\"unprocessable\\", \\"message\\": \\"no\\"}]}"}
            """;

    private final LockstepApp app = LockstepApp.shared();
    private final Accounts accounts = app.bean(Accounts.class);
    private final Failures failures = app.bean(Failures.class);
    private final Resolutions mending = app.bean(Resolutions.class);
    private final Retries retries = app.bean(Retries.class);
    private final Profiles profiles = new Profiles(app);

    @AfterEach
    void calm() {
        app.calm();
    }

    @Test
    void sendsWhatWasEditedUnderANewIdAndMakesAllAgree() {
        PersonId user = app.signUp("Mary", "Shelley");
        ChangeId parked = parkedInClerk(user, "Godwin");
        assertThat(failures.detail(parked).orElseThrow().attempts()).hasSize(3).allSatisfy(attempt -> {
            assertThat(attempt.trouble()).contains(Trouble.PERMANENT);
            assertThat(attempt.message()).isPresent();
        });

        assertThatThrownBy(() -> mending.edit(ADMIN, parked, "{\"email\":\"x\"}"))
                .hasMessageContaining("only");
        assertThatThrownBy(() -> mending.edit(ADMIN, parked, "{\"username\":\"x\"}"))
                .hasMessageContaining("4 to 64");
        List<TroubledChange> left = mending.edit(ADMIN, parked, "{\"last_name\":\"Wollstonecraft\"}");

        allArrives(user, left);
        agree(user, "Wollstonecraft");
        assertThat(actions(parked)).containsExactly("change.parked", "change.edited");
        assertThat(failures.detail(parked).orElseThrow().change().state()).isEqualTo("SUPERSEDED");
        assertThatThrownBy(() -> retries.retry(ADMIN, parked))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("taken this change's place");
    }

    @Test
    void showsWhatEachSaysAndTakesClerks() {
        PersonId user = app.signUp("Mary", "Shelley");
        ChangeId parked = parkedInClerk(user, "Godwin");

        Comparison.Field last = field(parked, "last_name");
        assertThat(last)
                .isEqualTo(new Comparison.Field(
                        "last_name",
                        Optional.of("Godwin"),
                        Optional.of("Godwin"),
                        Map.of(Systems.CLERK, "Shelley", Systems.CONVEX, "Godwin")));

        allArrives(user, mending.take(ADMIN, parked, Systems.CLERK));

        agree(user, "Shelley");
        assertThat(actions(parked)).containsExactly("change.parked", "change.settled");
    }

    @Test
    void takesConvexs() {
        PersonId user = app.signUp("Mary", "Shelley");
        app.convexFault("""
                {"match": "POST /api/(mutation|function)", "status": 503, "body": ""}
                """);
        profiles.save(user, profiles.form(user, "Mary", "Godwin", "Writing"));
        ChangeId waiting = only(user, "CONVEX").id();
        assertThat(app.inClerk(user).lastName()).contains("Godwin");

        // The background tries this one too; whoever comes while it does is told so and asks again.
        LockstepApp.await("Convex's word is taken", () -> {
            try {
                return mending.take(ADMIN, waiting, Systems.CONVEX).isEmpty();
            } catch (Problem busy) {
                assertThat(busy).hasMessageMatching(".*(sent at this moment|same moment).*");
                return false;
            }
        });

        app.calm();
        // What Clerk answered to the save was on its way to Convex too, and what it answers to this follows it.
        LockstepApp.await(
                "all has arrived",
                () -> app.bean(Deliveries.class).waiting(user).isEmpty());
        agree(user, "Shelley");
        assertThat(accounts.find(user).orElseThrow().interests()).isEmpty();
        assertThat(actions(waiting)).containsExactly("change.settled");
    }

    @Test
    void opensAlthoughASystemDoesNotAnswer() {
        PersonId user = app.signUp("Mary", "Shelley");
        ChangeId parked = parkedInClerk(user, "Godwin");
        app.clerkFault("""
                {"match": "GET /v1/users/", "status": 503, "body": ""}
                """);

        Comparison comparison = mending.compare(parked).orElseThrow();

        assertThat(comparison.unread()).containsOnlyKeys(Systems.CLERK);
        assertThat(comparison.takeable()).containsExactly(Systems.CONVEX);
        assertThat(field(comparison, "last_name").in(Systems.CONVEX)).contains("Godwin");
        assertThatThrownBy(() -> mending.take(ADMIN, parked, Systems.CLERK)).isInstanceOf(Problem.class);
        assertThat(actions(parked)).as("nothing was done").containsExactly("change.parked");
        app.calm();
        allArrives(user, mending.take(ADMIN, parked, Systems.CLERK));
    }

    /** Everything has left the queue then, and Clerk has another name: that is not "all has arrived". */
    @Test
    void tellsThePersonWhatWasSetAsideUntilItIsSavedAgain() {
        PersonId user = app.signUp("Mary", "Shelley");
        ChangeId parked = parkedInClerk(user, "Godwin");
        assertThat(accounts.differences(user)).isEmpty();

        mending.discard(ADMIN, parked, "Asked for twice.");

        assertThat(accounts.waiting(user)).isEmpty();
        assertThat(accounts.differences(user)).singleElement().satisfies(difference -> {
            assertThat(difference.title()).isEqualTo("Clerk");
            assertThat(difference.fields()).containsExactly("last_name");
            assertThat(difference.reason()).isEqualTo("Asked for twice.");
        });

        app.calm();
        profiles.save(user, profiles.form(user, "Mary", "Wollstonecraft"));
        profiles.awaitArrival(user);
        assertThat(accounts.differences(user)).isEmpty();
    }

    @Test
    void discardsWithAReasonAndTakesThatBackWhileNothingNewerArrived() {
        PersonId user = app.signUp("Mary", "Shelley");
        ChangeId parked = parkedInClerk(user, "Godwin");

        assertThatThrownBy(() -> mending.discard(ADMIN, parked, "  ")).hasMessageContaining("Say why");
        mending.discard(ADMIN, parked, "Asked for twice.");
        assertThat(accounts.waiting(user)).isEmpty();
        assertThat(failures.page(mine(user).of(Optional.of(Trouble.DISCARDED)), 0, 10))
                .hasSize(1);

        mending.restore(ADMIN, parked);
        assertThat(only(user).trouble()).contains(Trouble.PARKED);
        app.calm();
        allArrives(user, retries.retry(ADMIN, parked).stream().toList());
        agree(user, "Godwin");
        assertThat(actions(parked))
                .containsExactly(
                        "change.parked", "change.discarded", "change.restored", "change.retried", "change.delivered");

        ChangeId second = parkedInClerk(user, "Byron");
        mending.discard(ADMIN, second, "No.");
        app.calm();
        profiles.save(user, profiles.form(user, "Mary", "Keats"));
        assertThatThrownBy(() -> mending.restore(ADMIN, second)).hasMessageContaining("newer");
    }

    @Test
    void sendsAllOfAKindAgain() {
        PersonId one = app.signUp("Mary", "Shelley");
        PersonId other = app.signUp("Percy", "Shelley");
        ChangeId parked = parkedInClerk(one, "Godwin");
        ChangeId alike = parkedInClerk(other, "Bysshe");
        String code = only(one).code().orElseThrow();
        app.calm();
        assertThat(retries.countKind("CLERK_USER", code)).isGreaterThanOrEqualTo(2);

        List<Long> progress = new ArrayList<>();
        long sent = retries.retryAll(ADMIN, "CLERK_USER", code, progress::add);

        assertThat(sent).isGreaterThanOrEqualTo(2);
        assertThat(progress).last().isEqualTo(sent);
        profiles.awaitArrival(one);
        profiles.awaitArrival(other);
        agree(one, "Godwin");
        agree(other, "Bysshe");
        assertThat(actions(parked)).containsExactly("change.parked", "change.retried", "change.delivered");
        assertThat(actions(alike)).contains("change.retried");
    }

    /** Both press at the same moment; exactly one does it, and the other one is told in a sentence. */
    @Test
    void letsOneOfTwoAdministratorsDecide() throws Exception {
        PersonId user = app.signUp("Mary", "Shelley");
        ChangeId parked = parkedInClerk(user, "Godwin");
        app.calm();
        var together = new CyclicBarrier(2);
        Callable<String> discard = () -> {
            together.await();
            mending.discard("user_one", parked, "One.");
            return "";
        };
        Callable<String> take = () -> {
            together.await();
            mending.take("user_two", parked, Systems.CLERK);
            return "";
        };

        List<String> told = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (Future<String> one : threads.invokeAll(List.of(discard, take))) {
                told.add(outcome(one));
            }
        }

        assertThat(told).filteredOn(String::isEmpty).hasSize(1);
        assertThat(told)
                .filteredOn(sentence -> !sentence.isEmpty())
                .singleElement()
                .asString()
                .matches(".*(discarded meanwhile|place meanwhile|same moment).*");
        assertThat(actions(parked)).hasSize(2).contains("change.parked");
        profiles.awaitArrival(user);
    }

    private static String outcome(Future<String> one) throws InterruptedException {
        try {
            return one.get();
        } catch (java.util.concurrent.ExecutionException e) {
            return ((Problem) e.getCause()).sentence();
        }
    }

    /** Leaves Clerk refusing. */
    private ChangeId parkedInClerk(PersonId user, String lastName) {
        app.clerkFault(REFUSAL);
        profiles.save(user, profiles.form(user, "Mary", lastName));
        LockstepApp.await(
                "the change is parked",
                () -> failures.page(mine(user), 0, 1).stream()
                        .anyMatch(change -> change.trouble().equals(Optional.of(Trouble.PARKED))));
        ChangeId id = only(user).id();
        app.calm();
        return id;
    }

    private static TroubleFilter mine(PersonId user) {
        return TroubleFilter.ALL.ownedBy(Optional.of(Set.of(Owner.of(user.value()))));
    }

    private TroubledChange only(PersonId user) {
        return only(failures.page(mine(user), 0, 10));
    }

    /** Clerk's webhook may have put news for Convex beside what was saved. */
    private TroubledChange only(PersonId user, String destination) {
        return only(failures.page(mine(user), 0, 10).stream()
                .filter(change -> change.destination().equals(destination))
                .toList());
    }

    private static TroubledChange only(List<TroubledChange> changes) {
        assertThat(changes).hasSize(1);
        return changes.getFirst();
    }

    private Comparison.Field field(ChangeId id, String name) {
        return field(mending.compare(id).orElseThrow(), name);
    }

    private static Comparison.Field field(Comparison comparison, String name) {
        return comparison.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> actions(ChangeId id) {
        return failures.detail(id).orElseThrow().audit().stream()
                .map(record -> record.entry().action())
                .toList();
    }

    /** Nothing is left but what the background is sending at this moment, and that arrives. */
    private void allArrives(PersonId user, List<TroubledChange> left) {
        assertThat(left).allSatisfy(change -> assertThat(change.error()).isEmpty());
        LockstepApp.await(
                "all has arrived",
                () -> app.bean(Deliveries.class).waiting(user).isEmpty());
    }

    private void agree(PersonId user, String lastName) {
        assertThat(app.inClerk(user).lastName()).contains(lastName);
        assertThat(app.inConvex(user).text("last_name")).contains(lastName);
        assertThat(accounts.find(user).orElseThrow().lastName()).contains(lastName);
        assertThat(failures.page(mine(user), 0, 10)).isEmpty();
    }
}
