package dev.lockstep.account.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.Browser;
import dev.lockstep.LockstepApp;
import dev.lockstep.account.Accounts;
import dev.lockstep.account.Standings;
import dev.lockstep.account.drift.ComparedField;
import dev.lockstep.account.drift.Drift;
import dev.lockstep.account.drift.Place;
import dev.lockstep.account.people.PersonLook.Side;
import dev.lockstep.account.profile.PeopleHere;
import dev.lockstep.audit.AuditRecord;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.platform.OwnDeployment;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an administrator does to one person, in the real application. No webhook of Clerk comes, so all must go without. */
@Tag("wire")
class AdminUsersTest {

    private static final PersonId ADMIN = new PersonId("user_the_administrator");

    private final LockstepApp app = LockstepApp.shared();
    private final People people = app.bean(People.class);

    @BeforeEach
    void silenceClerk() {
        app.clerkFault("{\"match\":\"WEBHOOK\",\"drop\":true}");
    }

    @AfterEach
    void calm() {
        app.calm();
    }

    @Test
    void bansInClerkHereAndInConvexAndTakesItBack() {
        var browser = new Browser(app.web());
        PersonId user = app.signUp(browser, "Mary", "Shelley");
        assertThat(path(browser)).isEqualTo("/profile");

        people.ban(user, ADMIN);

        assertThat(app.inClerk(user).banned()).isTrue();
        assertThat(here(user).banned()).isTrue();
        LockstepApp.await("the end of the session", () -> !path(browser).equals("/profile"));
        // Convex shows a banned person to nobody but its owner.
        LockstepApp.await("banned in Convex", () -> app.inConvex(user).fields().isEmpty());
        assertInStep(user);
        assertThat(people.look(user).state(Place.CONVEX).orElseThrow().value(ComparedField.BANNED))
                .contains("true");
        assertThat(people.page(new PeopleFilter(user.value(), PeopleFilter.Show.BANNED, PeopleFilter.Order.NAME), 0, 5))
                .singleElement()
                .satisfies(person -> assertThat(person.name()).isEqualTo("Mary Shelley"));

        people.unban(user, ADMIN);

        assertThat(app.inClerk(user).banned()).isFalse();
        assertThat(here(user).banned()).isFalse();
        LockstepApp.await(
                "back in Convex", () -> app.inConvex(user).text("first_name").isPresent());
        assertThat(trail(user)).containsExactly("person.unbanned", "person.banned");
    }

    @Test
    void endsEverySessionInClerkAndHere() {
        var browser = new Browser(app.web());
        PersonId user = app.signUp(browser, "Mary", "Shelley");
        app.clerkApi("POST", "/sessions", "{\"user_id\":\"" + user + "\"}");
        assertThat(active(user)).isEqualTo(2);

        int ended = people.signOut(user, ADMIN);

        assertThat(ended).isEqualTo(2);
        assertThat(active(user)).isZero();
        assertThat(ended(user)).isPresent();
        LockstepApp.await("the end of the session", () -> !path(browser).equals("/profile"));
        assertThat(here(user).banned()).isFalse();
        assertThat(app.bean(AuditTrail.class).about(user, 1)).singleElement().satisfies(record -> {
            assertThat(record.entry().action()).isEqualTo("person.signed-out");
            assertThat(record.entry().actor()).isEqualTo(ADMIN.value());
            assertThat(record.entry().detail()).isEqualTo("sessions: 2");
        });
    }

    @Test
    void doesNothingWhileClerkDoesNotAnswer() {
        PersonId user = app.signUp("Mary", "Shelley");
        app.clerkLine().cut();

        // Side by side: each waits for Clerk as long as it may.
        List<CompletableFuture<Problem>> deeds = Stream.<Runnable>of(
                        () -> people.ban(user, ADMIN),
                        () -> people.unban(user, ADMIN),
                        () -> people.signOut(user, ADMIN),
                        () -> people.bringInStep(user, ADMIN),
                        () -> people.deleteGone(user, ADMIN))
                .map(deed -> CompletableFuture.supplyAsync(
                        () -> catchThrowableOfType(Problem.class, deed::run), Thread::startVirtualThread))
                .toList();
        for (CompletableFuture<Problem> deed : deeds) {
            assertThat(deed.join().sentence()).contains("Clerk");
            assertThat(deed.join().nextStep()).isNotBlank();
        }

        PersonLook look = people.look(user);
        assertThat(look.sides().get(Place.CLERK)).isInstanceOf(Side.Unread.class);
        assertThat(look.state(Place.CONVEX)).isPresent();
        assertThat(look.state(Place.HERE)).isPresent();
        assertThat(look.verdict()).isEqualTo(new Verdict.Untold(Set.of(Place.CLERK)));
        app.clerkLine().mend();
        assertThat(app.inClerk(user).banned()).isFalse();
        assertThat(active(user)).isEqualTo(1);
        assertThat(here(user).banned()).isFalse();
        assertThat(ended(user)).isEmpty();
        assertThat(trail(user)).isEmpty();
    }

    @Test
    void saysHowFarItCameWhenClerkFailsInTheMiddle() {
        PersonId user = app.signUp("Mary", "Shelley");
        String oldest = app.clerkApi("GET", "/sessions?user_id=" + user, "")
                .get(0)
                .get("id")
                .asString();
        app.clerkApi("POST", "/sessions", "{\"user_id\":\"" + user + "\"}");
        app.clerkFault("{\"match\":\"" + oldest + "/revoke\",\"status\":503}");

        Problem problem = catchThrowableOfType(Problem.class, () -> people.signOut(user, ADMIN));

        assertThat(problem.sentence()).startsWith("Ended 1 of 2 sessions in Clerk and all here.");
        assertThat(active(user)).isEqualTo(1);
        assertThat(ended(user)).isPresent();
        assertThat(app.bean(AuditTrail.class).about(user, 1))
                .singleElement()
                .satisfies(record -> assertThat(record.entry().detail()).isEqualTo("sessions: 1 of 2"));
    }

    @Test
    void letsNobodyBanOrSignOutThemselves() {
        PersonId user = app.signUp("Mary", "Shelley");

        for (Runnable deed : List.<Runnable>of(() -> people.ban(user, user), () -> people.signOut(user, user))) {
            Problem problem = catchThrowableOfType(Problem.class, deed::run);
            assertThat(problem.code().text()).isEqualTo("OwnAccount");
        }

        assertThat(app.inClerk(user).banned()).isFalse();
        assertThat(active(user)).isEqualTo(1);
        assertThat(trail(user)).isEmpty();
    }

    @Test
    void bringsInStepWhatWasChangedByHandInConvexAndHere() {
        PersonId user = app.signUp("Mary", "Shelley");
        app.bean(JdbcTemplate.class).update("update account set last_name = 'Byron' where id = ?", user.value());
        changeInConvex(user, "By hand");
        assertThat(people.look(user).verdict())
                .isInstanceOfSatisfying(
                        Verdict.OutOfStep.class,
                        verdict -> assertThat(verdict.drift())
                                .isInstanceOfSatisfying(
                                        Drift.Different.class,
                                        drift -> assertThat(drift.fields())
                                                .extracting(field -> field.field())
                                                .containsExactly(ComparedField.FIRST_NAME, ComparedField.LAST_NAME)));

        people.bringInStep(user, ADMIN);

        assertThat(app.bean(Accounts.class).find(user).orElseThrow().lastName()).contains("Shelley");
        LockstepApp.await(
                "Mary in Convex",
                () -> app.inConvex(user)
                        .text("first_name")
                        .filter("Mary"::equals)
                        .isPresent());
        assertInStep(user);
        assertThat(app.bean(AuditTrail.class).about(user, 1))
                .singleElement()
                .satisfies(record -> assertThat(record.entry().detail()).isEqualTo("different: first_name, last_name"));
    }

    @Test
    void deletesOnlyWhomClerkDoesNotHaveAndOnlyWhenTold() {
        PersonId user = app.signUp("Mary", "Shelley");
        assertThat(catchThrowableOfType(Problem.class, () -> people.deleteGone(user, ADMIN))
                        .sentence())
                .contains("Clerk has this person after all");
        app.clerkApi("DELETE", "/users/" + user, "");
        assertThat(people.look(user).verdict()).isInstanceOf(Verdict.OutOfStep.class);

        assertThat(catchThrowableOfType(Problem.class, () -> people.bringInStep(user, ADMIN))
                        .code()
                        .text())
                .isEqualTo("PersonGone");
        assertThat(here(user).deleted()).isFalse();
        people.deleteGone(user, ADMIN);

        assertThat(here(user).deleted()).isTrue();
        LockstepApp.await("nobody in Convex", () -> app.inConvex(user).fields().isEmpty());
        LockstepApp.await("deleted everywhere", () -> people.look(user).verdict() instanceof Verdict.Deleted);
        assertThat(trail(user)).containsExactly("person.deleted");
        assertThat(people.look(new PersonId("user_nobody_at_all")).verdict()).isEqualTo(new Verdict.Unknown());
    }

    private void assertInStep(PersonId user) {
        LockstepApp.await("all in step", () -> people.look(user).verdict() instanceof Verdict.InStep);
    }

    /** As Clerk would tell it of the very state that is known there, but for the name. */
    private void changeInConvex(PersonId user, String firstName) {
        ClerkUser known = app.inClerk(user);
        ConvexValue.Obj state = ConvexValue.object("id", ConvexValue.text(user.value()))
                .with("first_name", ConvexValue.text(firstName))
                .with("email", ConvexValue.of(known.email().orElseThrow()))
                .with("banned", ConvexValue.of(false))
                .with("updated_at", ConvexValue.number(known.updatedAt().toEpochMilli()));
        app.bean(OwnDeployment.class).query("users:upsertFromClerk", ConvexValue.object("user", state));
    }

    private PeopleHere.Person here(PersonId user) {
        return app.bean(PeopleHere.class).byIds(List.of(user.value())).getFirst();
    }

    private Optional<Instant> ended(PersonId user) {
        return app.bean(Standings.class).of(Set.of(user)).get(user).endedUpTo();
    }

    private int active(PersonId user) {
        return app.clerkApi("GET", "/sessions?status=active&user_id=" + user, "")
                .size();
    }

    private List<String> trail(PersonId user) {
        return app.bean(AuditTrail.class).about(user, 10).stream()
                .map(AuditRecord::entry)
                .map(entry -> entry.action())
                .toList();
    }

    private static String path(Browser browser) {
        try {
            return browser.get("/profile").uri().getPath();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
