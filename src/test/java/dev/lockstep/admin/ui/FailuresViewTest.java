package dev.lockstep.admin.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.person.Role;
import dev.lockstep.admin.Operations;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.sync.Changes;
import dev.lockstep.sync.outbox.Claims;
import dev.lockstep.sync.table.Change;
import dev.lockstep.sync.table.ChangeId;
import dev.lockstep.sync.table.OwnerId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class FailuresViewTest extends ViewTest {

    @Autowired
    private Changes changes;

    @Autowired
    private Claims claims;

    @Autowired
    private Operations operations;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @BeforeEach
    void empty() {
        jdbc.update("delete from outbox_entry");
    }

    @Test
    @SignedIn(value = "user_failures_1", role = Role.ADMIN)
    void teachesWhatWouldBeHere() {
        navigate("admin/failures", FailuresView.class);

        assertThat(pageText()).contains("Nothing is held up");
        assertThat($(Grid.class).all()).isEmpty();
    }

    @Test
    @SignedIn(value = "user_failures_2", firstName = "Ada", role = Role.ADMIN)
    void saysWhoseWhatWhereAndWhy() {
        troubled("user_failures_2");

        navigate("admin/failures", FailuresView.class);

        Grid<?> grid = $(Grid.class).single();
        assertThat(test(grid).size()).isEqualTo(1);
        assertThat(test(grid).getCellText(0, 1)).isEqualTo("Clerk");
        assertThat(test(grid).getCellText(0, 3)).isEqualTo("1");
        assertThat(test(grid).getCellText(0, 4)).isEqualTo("Clerk is away.");
    }

    @Test
    @SignedIn("user_failures_3")
    void doesNotExistForAnybodyElse() {
        UI.getCurrent().navigate("admin/failures");

        assertThat(pageText()).contains("There is nothing here");
        assertThatThrownBy(() -> operations.failures(0, 10)).isInstanceOf(SecurityException.class);
    }

    private void troubled(String owner) {
        ChangeId id = changes.newId();
        var change = new Change(id, changes.newId(), new OwnerId(owner), "CLERK_USER", "account/" + owner, "{}");
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> changes.recordForDelivery(List.of(change)));
        claims.failed(
                claims.take(id).orElseThrow(),
                new Problem(new ProblemCode("ClerkFailing"), Problem.Kind.TRANSIENT, "Clerk is away.", "Wait."));
    }
}
