package dev.lockstep.emulator.convex.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.limit.Usage.Metric;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.store.WriteConflict;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reading ahead is not to be noticed: the same documents, the same read set, the same use of limits as when a function asks
 * for one after the other, whatever it writes in between and wherever it stops. Random histories, each by its seed.
 */
class ReadAheadTest {

    private static final String END = "the end";

    @TempDir
    Path home;

    private DeploymentFile file;
    private DocumentStore store;

    @BeforeEach
    void open() {
        file = DeploymentFile.open(home.resolve("convex"));
        store = DocumentStore.open(file, Clock.systemUTC(), new SecureRandom());
    }

    @AfterEach
    void close() {
        store.close();
        file.close();
    }

    @RepeatedTest(60)
    void isNotNoticed(RepetitionInfo repetition) throws WriteConflict {
        var random = new Random(repetition.getCurrentRepetition());
        var seeding = store.begin();
        int rows = random.nextInt(60);
        for (int i = 0; i < rows; i++) {
            insert(seeding, random.nextInt(3), "note " + i);
        }
        store.commit(seeding);
        Transaction plain = store.begin();
        Transaction ahead = store.begin(store.latest());
        QueryPlan plan = plan(random, store);
        var one = new QueryStream(plan, plain);
        var handed = new ReadAhead(new QueryStream(plan, ahead));
        Deque<String> answers = new ArrayDeque<>();
        List<String> asked = new ArrayList<>();
        List<String> told = new ArrayList<>();
        int steps = random.nextInt(80);
        for (int i = 0; i < steps; i++) {
            if (random.nextInt(8) == 0) {
                handed.settle(answers.size());
                answers.clear();
                int kind = random.nextInt(3);
                insert(plain, kind, "new " + i);
                insert(ahead, kind, "new " + i);
            } else {
                asked.add(one.next().map(ReadAheadTest::shown).orElse(END));
                if (answers.isEmpty()) {
                    ReadAhead.Batch batch = handed.next(1 + random.nextInt(20));
                    batch.documents().forEach(document -> answers.add(shown(document)));
                    if (batch.isEnd()) {
                        answers.add(END);
                    }
                }
                told.add(answers.removeFirst());
            }
        }
        handed.settle(answers.size());

        assertThat(told).isEqualTo(asked);
        assertThat(ahead.reads()).isEqualTo(plain.reads());
        // Not bytes: the times in documents of two transactions differ in their number of digits.
        for (Metric metric : List.of(Metric.DOCUMENTS_READ, Metric.DATABASE_QUERIES)) {
            assertThat(ahead.usage().used(metric)).isEqualTo(plain.usage().used(metric));
        }
    }

    /** What of a document is the same in both transactions, which make ids of their own. */
    private static String shown(Document document) {
        return document.value().fields().get("kind").toString()
                + document.value().fields().get("text");
    }

    private static QueryPlan plan(Random random, DocumentStore store) {
        var query = WireJson.object();
        query.putObject("source")
                .put("type", "FullTableScan")
                .put("tableName", "notes")
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
        return QueryPlan.of(query, store.latest(), AppSchema.NONE, ComponentPath.ROOT);
    }

    private static void insert(Transaction transaction, int kind, String text) {
        transaction.insert(
                "notes",
                transaction.mint("notes"),
                ConvexValue.object("kind", ConvexValue.number(kind)).with("text", ConvexValue.text(text)));
    }
}
