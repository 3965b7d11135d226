package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.account.SavedProfile;
import dev.lockstep.account.SignIns;
import dev.lockstep.account.Standings;
import dev.lockstep.core.ManualClock;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Leg;
import dev.lockstep.outbox.Outcome;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The application's clock jumps, forward and back, while Clerk and Convex keep theirs, and changes are on their way. */
@Tag("wire")
class ClockJumpTest {

    private static final List<Duration> JUMPS =
            List.of(Duration.ofHours(2), Duration.ofHours(-2), Duration.ofDays(40), Duration.ofDays(-41));

    @Test
    void deliversWhatWaitsAndTakesNewChangesWhereverTheClockJumps() {
        var clock = ManualClock.running();
        try (var app = LockstepApp.start(LockstepApp.fresh("jumped"), clock)) {
            var profiles = new Profiles(app);
            PersonId user = app.signUp("Mary", "Shelley");
            int number = 0;
            for (Duration jump : JUMPS) {
                app.convexLine().cut();
                save(profiles, user, ++number);
                // All sessions end, as when Clerk tells of a ban that is lifted later.
                var jdbc = app.bean(JdbcTemplate.class);
                jdbc.update("update account set sessions_ended_at = ?", Timestamp.from(clock.instant()));
                clock.advance(jump);
                app.bean(SignIns.class).store(user, Map.of());
                assertThat(app.bean(Standings.class).of(List.of(user)).get(user).endedUpTo())
                        .as("a sign-in after " + jump)
                        .hasValueSatisfying(upTo -> assertThat(upTo).isBefore(clock.instant()));
                app.convexLine().mend();
                profiles.awaitArrival(user);
                assertThat(app.inConvex(user).text("last_name"))
                        .as("after " + jump)
                        .contains("Name" + number);

                SavedProfile saved = save(profiles, user, ++number);
                assertThat(saved.legs())
                        .as("a save after " + jump)
                        .extracting(Leg::outcome)
                        .containsOnly(new Outcome.Saved());
                assertThat(app.inClerk(user).lastName()).contains("Name" + number);
            }
        }
    }

    private static SavedProfile save(Profiles profiles, PersonId user, int number) {
        return profiles.save(user, profiles.form(user, "Mary", "Name" + number));
    }
}
