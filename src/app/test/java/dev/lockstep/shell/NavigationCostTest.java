package dev.lockstep.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Header;
import dev.lockstep.PageStatements;
import dev.lockstep.PageStatements.Statement;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.Accounts;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Changes;
import dev.lockstep.outbox.change.Change;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
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
    private static final int MANY = Integer.getInteger("navigation.waiting", 60);
    private static final int AT_ONCE = 20;

    @Autowired
    private Changes changes;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Accounts accounts;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private PageStatements statements;

    @AfterEach
    void stopListening() {
        statements.stop();
    }

    @Test
    @SignedIn(value = "user_navigation_1", firstName = "Grace")
    void readsNoContentAndCostsTheSameHoweverMuchWaits() {
        ChangeId first = record(PERSON);
        navigate("home", HomeView.class);
        int few = costOfAClick();

        for (int copied = 0; copied < MANY; copied += AT_ONCE) {
            copy(first, Math.min(AT_ONCE, MANY - copied));
        }

        int many = costOfAClick();
        System.out.printf(
                "a click with %d of %d characters waiting: %d statements, %d with one%n", MANY, LARGE, many, few);
        assertThat(many).isEqualTo(few);
        assertThat(accounts.countWaiting(PERSON).all()).isGreaterThan(MANY);
        UI.getCurrent().navigate("profile");
        assertThat(pageText()).contains("and more changes that wait with these");
        assertThat(accounts.waiting(PERSON)).hasSize(Accounts.SHOWN);
    }

    /** At the first page of a visit the frame read twice: as it came on the page, and again when the page was there. */
    @Test
    @SignedIn(value = "user_navigation_2", firstName = "Grace")
    void readsOnceAtEachNavigation() {
        record(TWICE);
        statements.listen();
        navigate("home", HomeView.class);
        assertThat(pillText()).contains("need you");
        assertThat(statements.count(COUNTED)).as("the frame, and Home").isEqualTo(2);

        forget(TWICE);
        UI.getCurrent().navigate("profile");
        awaitUntil(() -> pillText().contains("In step"));
        assertThat(statements.count(COUNTED)).as("the frame once more").isEqualTo(3);
    }

    private String pillText() {
        return $(Header.class).all().stream()
                .filter(header -> header.hasClassName("frame-header"))
                .map(header -> header.getElement().getTextRecursively())
                .findFirst()
                .orElseThrow();
    }

    /** @return the statements of the way to the profile and back */
    private int costOfAClick() {
        statements.listen();
        UI.getCurrent().navigate("profile");
        awaitUntil(() -> hasCounted(1));
        navigate("home", HomeView.class);
        awaitUntil(() -> hasCounted(3));
        List<Statement> prepared = statements.prepared();
        assertThat(prepared)
                .as("statements that read what changes carry")
                .noneMatch(
                        one -> one.sql().contains("outbox_payload") || one.sql().contains("outbox_attachment"));
        return prepared.size();
    }

    /** The frame reads on a thread of its own, and after what waits it asks for the person: then it is done. */
    private boolean hasCounted(int times) {
        List<Statement> frame =
                statements.prepared().stream().filter(Statement::isOffThePage).toList();
        return statements.count(COUNTED) == times
                && !frame.isEmpty()
                && !frame.getLast().sql().contains(COUNTED);
    }

    /** Refused by Convex, so that nobody takes it away while this test counts. */
    private ChangeId record(PersonId person) {
        var args = ConvexValue.object("bio", ConvexValue.text("x".repeat(LARGE)));
        String payload = ConvexJson.encode(ConvexValue.object("function", ConvexValue.text("users:updateProfile"))
                .with("args", args));
        ChangeId id = changes.newId();
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            changes.record(
                    List.of(new Change(id, id, person, Changes.CONVEX, "tasks/" + id, payload, Optional.empty())));
            jdbc.sql("update outbox_entry set state = 'PARKED', last_error_code = 'Odd', last_error = 'It is odd.'"
                            + " where owner_id = :owner")
                    .param("owner", person.value())
                    .update();
        });
        return id;
    }

    /** More of the same, made within the database, which takes seconds for thousands. */
    private void copy(ChangeId original, int count) {
        String own = "id, group_id, record_id";
        String same = jdbc.sql(
                        "select listagg(column_name, ', ') from information_schema.columns"
                                + " where table_name = 'outbox_entry' and column_name not in ('id', 'group_id', 'record_id', 'seq')")
                .query(String.class)
                .single();
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            jdbc.sql("insert into outbox_entry (" + own + ", " + same + ") select random_uuid(), random_uuid(),"
                            + " random_uuid(), " + same
                            + " from outbox_entry, system_range(1, :count) where id = :original")
                    .param("count", count)
                    .param("original", original.value())
                    .update();
            jdbc.sql("insert into outbox_payload (change_id, payload) select copy.id, carried.payload"
                            + " from outbox_entry original join outbox_payload carried on carried.change_id = original.id"
                            + " join outbox_entry copy on copy.owner_id = original.owner_id where original.id = :original"
                            + " and not exists (select 1 from outbox_payload there where there.change_id = copy.id)")
                    .param("original", original.value())
                    .update();
        });
    }

    private void forget(PersonId person) {
        jdbc.sql("delete from outbox_entry where owner_id = :owner")
                .param("owner", person.value())
                .update();
    }
}
