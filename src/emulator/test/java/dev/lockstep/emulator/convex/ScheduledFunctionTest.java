package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.core.ManualClock;
import dev.lockstep.emulator.convex.call.CallLimits;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scheduled function sees of itself. */
@Tag("wire")
class ScheduledFunctionTest {

    private static final PushedApp LOOKING = PushedApp.EMPTY.with("jobs.js", """
            export const later = mutation(async (_, db) => db('schedule', { name: 'jobs:look', args: {}, ts: Date.now() / 1000 }));
            export const missing = mutation(async ({ name }, db) => db('schedule', { name, args: {}, ts: Date.now() / 1000 }));
            export const look = mutation(async (_, db) => {
              const jobs = await rows(db, all('_scheduled_functions'));
              await db('insert', { table: 'seen', value: { states: jobs.map((job) => job.state.kind).join() } });
            });
            export const seen = query(async (_, db) => (await rows(db, all('seen'))).map((row) => row.states).join());
            export const looks = query(async (_, db) => (await rows(db, all('seen'))).length);
            export const job = query(async ({ id }, db) => (await db('get', { id, isSystem: true })).state.kind);
            export const name = query(async ({ id }, db) => (await db('get', { id, isSystem: true })).name);
            """);

    @TempDir
    Path home;

    @Test
    void findsItsOwnJobInProgressWhileItRuns() throws Exception {
        try (var emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "jobs", EmulatorClient.KEY))) {
            var http = new EmulatorClient(emulator.url());
            http.push(LOOKING);

            String job = http.mutation("jobs:later", "{}").value().asString();

            await().until(() -> http.query("jobs:job", "{\"id\":\"" + job + "\"}")
                    .value()
                    .asString()
                    .equals("success"));
            assertThat(http.query("jobs:seen", "{}").value().asString()).isEqualTo("inProgress");
            assertThat(http.query("jobs:name", "{\"id\":\"" + job + "\"}")
                            .value()
                            .asString())
                    .as("as the service spells it")
                    .isEqualTo("jobs.js:look");
            assertThat(http.mutation("jobs:missing", "{\"name\":\"nothing:there\"}")
                            .error())
                    .contains("Attempted to schedule function at nonexistent path: nothing.js");
            assertThat(http.mutation("jobs:missing", "{\"name\":\"jobs:there\"}")
                            .error())
                    .contains("no exported function there found in the file: jobs.js. Did you forget to export it?");
        }
    }

    /** Nothing but the clock moves: who waits for days of scheduled work need not wait. */
    @Test
    void runsWhatIsDueAsSoonAsTheClockIsMoved() throws Exception {
        var clock = ManualClock.standing();
        var settings = new ConvexEmulator.Settings(0, 0, home, "jobs", EmulatorClient.KEY);
        try (var emulator = ConvexEmulator.start(settings, CallLimits.DEFAULT, clock)) {
            var http = new EmulatorClient(emulator.url());
            http.push(LOOKING.with("crons.js", """
                    export default { isCrons: true, export: () => JSON.stringify({ tick: {
                      name: 'jobs:look', args: [{}], schedule: { type: 'interval', seconds: 86400 } } }) };
                    """));
            awaitLooks(http, 1);

            clock.advance(Duration.ofDays(1));
            awaitLooks(http, 2);
            clock.advance(Duration.ofDays(1));
            awaitLooks(http, 3);
        }
    }

    @Test
    void runsCronJobsOnWhenTheClockIsSetBack() throws Exception {
        var clock = ManualClock.standing();
        var settings = new ConvexEmulator.Settings(0, 0, home, "jobs", EmulatorClient.KEY);
        try (var emulator = ConvexEmulator.start(settings, CallLimits.DEFAULT, clock)) {
            var http = new EmulatorClient(emulator.url());
            http.push(LOOKING.with("crons.js", """
                    export default { isCrons: true, export: () => JSON.stringify({ tick: {
                      name: 'jobs:look', args: [{}], schedule: { type: 'interval', seconds: 60 } } }) };
                    """));
            awaitLooks(http, 1);

            clock.advance(Duration.ofDays(-1));
            // What is scheduled now runs now, and lets the scheduler look at the clock.
            http.mutation("jobs:later", "{}");
            awaitLooks(http, 2);
            clock.advance(Duration.ofSeconds(61));
            http.mutation("jobs:later", "{}");

            awaitLooks(http, 4);
        }
    }

    private static void awaitLooks(EmulatorClient http, int count) {
        await().until(() -> http.query("jobs:looks", "{}").value().asInt() == count);
    }
}
