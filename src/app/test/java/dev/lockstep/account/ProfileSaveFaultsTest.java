package dev.lockstep.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.LockstepApp;
import dev.lockstep.Profiles;
import dev.lockstep.Trouble;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.outbox.Outcome;
import dev.lockstep.outbox.Waiting;
import java.awt.Color;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Saves while Clerk, Convex or both are in trouble: an answer in time, nothing lost, nothing done twice. */
@Tag("wire")
class ProfileSaveFaultsTest {

    /** What the product promises whoever waits at the form. */
    private static final Duration PROMISED = Duration.ofSeconds(10);

    private final LockstepApp app = LockstepApp.shared();
    private final Accounts accounts = app.bean(Accounts.class);
    private final Profiles profiles = new Profiles(app);

    @AfterEach
    void calm() {
        app.calm();
    }

    static Stream<Arguments> troubles() {
        return Arrays.stream(Trouble.Service.values())
                .flatMap(service -> Arrays.stream(Trouble.values())
                        // Each trouble with one service by day and with both at night: most of the time here is
                        // waiting.
                        .filter(trouble -> Boolean.getBoolean("faults.everywhere")
                                || (service.ordinal() + trouble.ordinal()) % 2 == 0)
                        .map(trouble -> Arguments.of(service, trouble)));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void answersInTimeAndDeliversLater(Trouble.Service service, Trouble trouble) {
        PersonId user = app.signUp("Mary", "Shelley");
        trouble.befall(service, app);
        long start = System.nanoTime();
        Instant begun = Instant.now();

        SavedProfile saved = profiles.save(user, profiles.form(user, "Mary", "Godwin", "Writing"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMISED);
        assertThat(Profiles.outcome(saved, service.other().destination)).isEqualTo(new Outcome.Saved());
        assertThat(Profiles.outcome(saved, service.destination)).isInstanceOf(Outcome.Queued.class);
        assertThat(accounts.find(user).orElseThrow().lastName()).contains("Godwin");
        assertThat(accounts.waiting(user)).hasSize(1);
        if (trouble == Trouble.BUSY) {
            assertThat(accounts.waiting(user).getFirst().nextTry()).isAfter(begun.plusSeconds(3));
        }
        app.calm();
        arrives(user, "Mary", "Godwin", "Writing");
    }

    @ParameterizedTest
    @EnumSource(names = {"DOWN", "SLOW", "FAILING"})
    void queuesBothWhenBothAreInTrouble(Trouble trouble) {
        PersonId user = app.signUp("Mary", "Shelley");
        trouble.befall(Trouble.Service.CLERK, app);
        trouble.befall(Trouble.Service.CONVEX, app);
        long start = System.nanoTime();

        SavedProfile saved = profiles.save(user, profiles.form(user, "Mary", "Godwin", "Writing"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMISED);
        assertThat(saved.legs())
                .hasSize(2)
                .allSatisfy(leg -> assertThat(leg.outcome()).isInstanceOf(Outcome.Queued.class));
        app.calm();
        arrives(user, "Mary", "Godwin", "Writing");
    }

    /** An upload may take longer than the other calls, and its address goes to Convex after it. */
    @Test
    void answersInTimeWhenThePictureIsSlowToo() {
        PersonId user = app.signUp("Mary", "Shelley");
        app.clerkFault("{\"match\": \"/v1/users/\", \"delayMillis\": 4000}");
        app.convexFault("{\"match\": \"POST /api/mutation\", \"delayMillis\": 30000}");
        long start = System.nanoTime();

        profiles.save(user, profiles.form(user, "Mary", "Godwin"), Profiles.picture(Color.PINK));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMISED);
        app.calm();
        wake(user);
        arrives(user, "Mary", "Godwin");
        String address = app.inClerk(user).imageUrl().map(URI::toString).orElseThrow();
        assertThat(app.inConvex(user).text("image_url")).contains(address);
        assertThat(app.inClerk(user).hasImage()).isTrue();
    }

    @Test
    void keepsTheOrderOfEditsMadeMeanwhile() {
        PersonId user = app.signUp("Mary", "Shelley");
        Trouble.DOWN.befall(Trouble.Service.CLERK, app);
        Trouble.DOWN.befall(Trouble.Service.CONVEX, app);

        for (String last : List.of("Godwin", "Wollstonecraft", "Shelley-Godwin")) {
            profiles.save(user, profiles.form(user, "Mary", last, last));
        }

        app.calm();
        wake(user);
        arrives(user, "Mary", "Shelley-Godwin", "Shelley-Godwin");
    }

    /** Clerk says no to the content as a whole until somebody looks; editing again must not wait for that. */
    @Test
    void takesAParkedChangeAlongWithTheNextEdit() {
        PersonId user = app.signUp("Mary", "Shelley");
        app.clerkFault("""
                {"match": "PATCH /v1/users/", "status": 422, "body":
                 "{\\"errors\\": [{\\"code\\": \\"unprocessable\\", \\"message\\": \\"no\\"}]}"}
                """);
        profiles.save(user, profiles.form(user, "Mary", "Godwin"));
        LockstepApp.await(
                "the change is parked", () -> accounts.waiting(user).stream().anyMatch(Waiting::stopped));
        app.calm();
        assertThat(app.inClerk(user).lastName()).contains("Shelley");

        SavedProfile saved = profiles.save(user, profiles.form(user, "Maria", "Godwin"));

        assertThat(saved.legs())
                .hasSize(2)
                .allSatisfy(leg -> assertThat(leg.outcome()).isEqualTo(new Outcome.Saved()));
        arrives(user, "Maria", "Godwin");
        assertThat(accounts.waiting(user)).isEmpty();
    }

    /** As the next sign-in does: what was saved behind something else need not wait out its head start. */
    private void wake(PersonId user) {
        app.bean(Deliveries.class).signedIn(user);
    }

    private void arrives(PersonId user, String first, String last, String... interests) {
        profiles.awaitArrival(user);
        assertThat(app.inClerk(user).firstName()).contains(first);
        assertThat(app.inClerk(user).lastName()).contains(last);
        ConvexValue.Obj row = app.inConvex(user);
        assertThat(row.text("first_name")).contains(first);
        assertThat(row.text("last_name")).contains(last);
        assertThat(row.field("interests")).contains(ConvexValue.of(List.of(interests)));
        assertThat(accounts.find(user).orElseThrow().lastName()).contains(last);
    }
}
