package dev.lockstep.emulator.convex.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.ManualClock;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.limit.NestedLimits;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.store.WriteConflict;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reading ahead is not to be noticed: the same documents, the same read set, the same use of limits as when a function asks
 * for one after the other, whatever it writes in between and wherever it stops. Random histories, each by its seed.
 */
class ReadAheadTest {

    private static final String END = "the end";

    private static final int HISTORIES = 200;

    /** Two stores in which the same happens: their ids and times are the same as well. */
    @Test
    void isNotNoticed(@TempDir Path home) throws WriteConflict {
        Clock clock = ManualClock.standingAt(Instant.parse("2026-06-01T12:00:00Z"));
        try (DeploymentFile one = DeploymentFile.open(home.resolve("one"));
                DocumentStore plain = DocumentStore.open(one, clock, new Random(1));
                DeploymentFile other = DeploymentFile.open(home.resolve("other"));
                DocumentStore ahead = DocumentStore.open(other, clock, new Random(1))) {
            for (int seed = 0; seed < HISTORIES; seed++) {
                fill(plain, seed);
                fill(ahead, seed);
                isNotNoticed(plain.begin(), ahead.begin(), seed);
            }
        }
    }

    private static void fill(DocumentStore store, int seed) throws WriteConflict {
        var random = new Random(seed);
        var transaction = store.begin();
        int rows = random.nextInt(60);
        for (int i = 0; i < rows; i++) {
            insert(transaction, table(seed), random.nextInt(3), "note " + i);
        }
        store.commit(transaction);
    }

    private static String table(int seed) {
        return "notes" + seed;
    }

    private static void isNotNoticed(Transaction plain, Transaction ahead, int seed) {
        var random = new Random(-seed);
        QueryPlan plan = plan(random, plain, table(seed));
        var one = new QueryStream(plan, plain);
        var handed = new ReadAhead(new QueryStream(plan, ahead), 1 + random.nextInt(12));
        Deque<String> answers = new ArrayDeque<>();
        List<String> asked = new ArrayList<>();
        List<String> told = new ArrayList<>();
        int steps = random.nextInt(80);
        for (int i = 0; i < steps; i++) {
            if (random.nextInt(8) == 0) {
                handed.settle(answers.size());
                answers.clear();
                int kind = random.nextInt(3);
                insert(plain, table(seed), kind, "new " + i);
                insert(ahead, table(seed), kind, "new " + i);
            } else {
                asked.add(one.next().map(Document::json).orElse(END));
                if (answers.isEmpty()) {
                    ReadAhead.Batch batch = handed.next(1 + random.nextInt(20));
                    batch.documents().forEach(document -> answers.add(document.json()));
                    if (batch.isEnd()) {
                        answers.add(END);
                    }
                }
                told.add(answers.removeFirst());
            }
        }
        handed.settle(answers.size());

        assertThat(told).as("seed %d", seed).isEqualTo(asked);
        assertThat(ahead.reads()).as("seed %d", seed).isEqualTo(plain.reads());
        assertThat(NestedLimits.metrics(ahead.usage()))
                .as("seed %d", seed)
                .isEqualTo(NestedLimits.metrics(plain.usage()));
    }

    private static QueryPlan plan(Random random, Transaction transaction, String table) {
        var query = WireJson.object();
        query.putObject("source")
                .put("type", "FullTableScan")
                .put("tableName", table)
                .put("order", random.nextBoolean() ? "asc" : "desc");
        var operators = query.putArray("operators");
        if (random.nextBoolean()) {
            var equal = operators.addObject().putObject("filter").putArray("$eq");
            equal.addObject().put("$field", "kind");
            equal.addObject().put("$literal", (double) random.nextInt(3));
        }
        if (random.nextBoolean()) {
            operators.addObject().put("limit", random.nextInt(30));
        }
        return QueryPlan.of(query, transaction.view(), AppSchema.NONE, ComponentPath.ROOT);
    }

    private static void insert(Transaction transaction, String table, int kind, String text) {
        transaction.insert(
                table,
                transaction.mint(table),
                ConvexValue.object("kind", ConvexValue.number(kind)).with("text", ConvexValue.text(text)));
    }
}
