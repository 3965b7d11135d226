package dev.lockstep.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Header;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.Accounts;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Changes;
import dev.lockstep.outbox.change.Change;
import jakarta.persistence.EntityManagerFactory;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a click costs somebody of whom much waits. The frame around the pages used to read every change that waited, with all
 * that it carries, at each navigation and at each piece of news.
 */
class NavigationCostTest extends ViewTest {

    private static final PersonId PERSON = new PersonId("user_navigation_1");
    private static final PersonId TWICE = new PersonId("user_navigation_2");
    /** Of asking how many changes of somebody wait, which the frame and Home do. */
    private static final String COUNTED = "count(last_error)";

    private static final int LARGE = 890_000;
    private static final int MANY = Integer.getInteger("navigation.waiting", 30);
    private static final int AT_ONCE = 10;

    @Autowired
    private Changes changes;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Accounts accounts;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private EntityManagerFactory database;

    @Test
    @SignedIn(value = "user_navigation_1", firstName = "Grace")
    void readsNoContentAndCostsTheSameHoweverMuchWaits() {
        record(PERSON, 1);
        navigate("home", HomeView.class);
        // The frame reads on a thread of its own, so that one click may pay for another.
        long few = clicks().max().orElseThrow();

        for (int recorded = 0; recorded < MANY; recorded += AT_ONCE) {
            record(PERSON, AT_ONCE);
        }

        long many = clicks().min().orElseThrow();
        System.out.printf(
                "a click with %d of %d characters waiting: %d statements, %d with one%n", MANY, LARGE, many, few);
        assertThat(many).isLessThanOrEqualTo(few);
        assertThat(accounts.countWaiting(PERSON).all()).isGreaterThan(MANY);
    }

    /** At the first page of a visit the frame read twice: as it came on the page, and again when the page was there. */
    @Test
    @SignedIn(value = "user_navigation_2", firstName = "Grace")
    void readsOnceAtEachNavigation() {
        record(TWICE, 1);
        countStatements();
        try {
            navigate("home", HomeView.class);
            assertThat(pillText()).contains("need you");
            assertThat(executed(COUNTED)).as("the frame, and Home").isEqualTo(2);

            jdbc.sql("delete from outbox_entry where owner_id = :owner")
                    .param("owner", TWICE.value())
                    .update();
            UI.getCurrent().navigate("profile");
            awaitUntil(() -> pillText().contains("In step"));
            assertThat(executed(COUNTED)).as("the frame once more").isEqualTo(3);
        } finally {
            jdbc.sql("set query_statistics false").update();
        }
    }

    private String pillText() {
        return $(Header.class).all().stream()
                .filter(header -> header.hasClassName("frame-header"))
                .map(header -> header.getElement().getTextRecursively())
                .findFirst()
                .orElseThrow();
    }

    private LongStream clicks() {
        return LongStream.range(0, 3).map(click -> costOfAClick());
    }

    /** @return the statements that it needs, of those about people and of those about what waits */
    private long costOfAClick() {
        Statistics statistics = database.unwrap(SessionFactory.class).getStatistics();
        statistics.clear();
        statistics.setStatisticsEnabled(true);
        countStatements();
        try {
            UI.getCurrent().navigate("profile");
            navigate("home", HomeView.class);
            assertThat(executed("outbox_payload") + executed("outbox_attachment"))
                    .as("statements that read what changes carry")
                    .isZero();
            long waiting = executed("owner_id = ?");
            assertThat(waiting).as("statements about what waits").isPositive();
            return statistics.getPrepareStatementCount() + waiting;
        } finally {
            jdbc.sql("set query_statistics false").update();
            statistics.setStatisticsEnabled(false);
        }
    }

    private void countStatements() {
        jdbc.sql("set query_statistics_max_entries 10000").update();
        jdbc.sql("set query_statistics true").update();
    }

    /** How often the database has done what this is a part of; what the background takes from the queue is not counted. */
    private long executed(String part) {
        return jdbc.sql("select coalesce(sum(execution_count), 0) from information_schema.query_statistics"
                        + " where position(:part in sql_statement) > 0 and position('query_statistics' in sql_statement) = 0"
                        + " and position('e.id in (' in sql_statement) = 0")
                .param("part", part)
                .query(Long.class)
                .single();
    }

    /** Refused by Convex, so that nobody takes them away while this test counts. */
    private void record(PersonId person, int count) {
        var args = ConvexValue.object("bio", ConvexValue.text("x".repeat(LARGE)));
        String payload = ConvexJson.encode(ConvexValue.object("function", ConvexValue.text("users:updateProfile"))
                .with("args", args));
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            changes.record(IntStream.range(0, count)
                    .mapToObj(i -> {
                        var id = changes.newId();
                        return new Change(id, id, person, Changes.CONVEX, "tasks/" + id, payload, Optional.empty());
                    })
                    .toList());
            jdbc.sql("update outbox_entry set state = 'PARKED', last_error_code = 'Odd', last_error = 'It is odd.'"
                            + " where owner_id = :owner")
                    .param("owner", person.value())
                    .update();
        });
    }
}
