package dev.lockstep.emulator.convex.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.call.QueryRun;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.store.DocumentStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveQueriesTest {

    @TempDir
    Path folder;

    /**
     * The session of the writer may ask again for a shared query as soon as the commit can be seen, before anybody has
     * been told of it. The query was fresh again then, and the other sessions were never told: they showed the old
     * answer for ever. It took a second for the two steps to meet this way, on a machine that was busy.
     */
    @Test
    void tellsEverybodyAlsoWhenOneHasLookedAgainAlready() throws Exception {
        try (DeploymentFile file = DeploymentFile.open(folder.resolve("convex"));
                DocumentStore store = DocumentStore.open(file, Clock.systemUTC(), new Random(1))) {
            var lookAgain = new AtomicReference<Runnable>(() -> {});
            store.watch((ts, keys) -> lookAgain.get().run());
            var live = new LiveQueries(store, (call, snapshot, journal) -> run(snapshot.ts()), Runnable::run);
            var told = new AtomicInteger();
            LiveQuery query = live.subscribe(call(), Optional.empty(), told::incrementAndGet);
            live.at(query, store.latest()).join();
            lookAgain.set(() -> live.at(query, store.latest()).join());

            var transaction = store.begin();
            transaction.insert("notes", transaction.mint("notes"), ConvexValue.emptyObject());
            store.commit(transaction);
            // The news of a commit comes after its acknowledgement; this waits until it has been given out.
            var another = store.begin();
            another.insert("others", another.mint("others"), ConvexValue.emptyObject());
            store.commit(another);

            assertThat(told).hasValue(1);
            assertThat(live.runs()).isEqualTo(2);
        }
    }

    private static QueryRun run(long ts) {
        return new QueryRun(
                new Outcome.Success(ConvexValue.int64(ts), List.of(), ts),
                Map.of(new IndexName("notes", IndexName.BY_CREATION_TIME), List.of(Interval.ALL)),
                Optional.empty(),
                false);
    }

    private static FunctionCall call() {
        return new FunctionCall(
                FunctionPath.parse("notes:list"),
                ConvexValue.emptyObject(),
                new Identity.Anonymous(),
                Optional.empty(),
                FunctionCall.Reach.PUBLIC,
                "0123456789abcdef");
    }
}
