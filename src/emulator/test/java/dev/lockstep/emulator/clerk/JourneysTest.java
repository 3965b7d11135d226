package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.clerk.ClerkJudge.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What servers of Clerk's customers do with npm's {@code @clerk/backend}, one journey for each kind of thing. The
 * journeys themselves say what must come of each step; each request and answer is also held against Clerk's own
 * description, where that is present.
 */
@Tag("wire")
class JourneysTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"users", "sessions", "access", "organizations", "applications"})
    void goesAsWithClerk(String journey) throws Exception {
        ClerkJudge.install();

        try (var clerk = ClerkEmulator.start(Clerks.settings(home));
                var recorder = new Recorder(clerk.apiUrl(), ApiDescription.find())) {
            Outcome outcome = ClerkJudge.run(List.of(
                    "node",
                    "journey-" + journey + ".mjs",
                    recorder.address().toString(),
                    Clerks.SECRET_KEY,
                    clerk.apiUrl().toString()));

            assertThat(outcome.text()).endsWith("done\n");
            assertThat(outcome.code()).as(outcome.text()).isZero();
            assertThat(recorder.faults()).isEmpty();
        }
    }
}
