package dev.lockstep.admin.ui.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.person.Role;
import dev.lockstep.admin.Operations;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.outbox.Changes;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.store.ClaimAnswer;
import dev.lockstep.outbox.store.Claims;
import dev.lockstep.outbox.trouble.TroubleFilter;
import java.util.List;
import java.util.Map;
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
        troubled("user_failures_2", Problem.Kind.TRANSIENT);

        navigate("admin/failures", FailuresView.class);

        Grid<?> grid = $(Grid.class).single();
        assertThat(test(grid).size()).isEqualTo(1);
        assertThat(test(grid).getCellText(0, 2)).isEqualTo("Clerk");
        assertThat(test(grid).getCellText(0, 4)).isEqualTo("1");
        assertThat(test(grid).getCellText(0, 5)).isEqualTo("Clerk is away.");
    }

    @Test
    @SignedIn(value = "user_failures_4", firstName = "Ada", role = Role.ADMIN)
    void countsAndFiltersByWhatTheAddressSays() {
        troubled("user_failures_4", Problem.Kind.TRANSIENT);
        troubled("user_failures_4x", Problem.Kind.AUTH);
        troubled("user_failures_4y", Problem.Kind.AUTH);

        open(Map.of("class", "auth"));
        assertThat(test($(Grid.class).single()).size()).isEqualTo(2);
        assertThat($(NativeButton.class).all().stream()
                        .map(button -> button.getElement().getTextRecursively()))
                .contains("All3", "Stopped0", "Trying1", "Sign-in needed2");

        open(Map.of("person", "user_failures_4x"));
        assertThat(test($(Grid.class).single()).size()).isEqualTo(1);

        open(Map.of("system", "Convex"));
        assertThat(pageText()).contains("Nothing fits this filter");

        open(Map.of("age", "older"));
        assertThat(pageText()).contains("Nothing fits this filter");

        open(Map.of("class", "nonsense", "change", "nonsense"));
        assertThat(test($(Grid.class).single()).size()).isEqualTo(3);
    }

    @Test
    @SignedIn(value = "user_failures_6", firstName = "Ada", role = Role.ADMIN)
    void choosesSomeAndSendsThemAgainTogether() {
        troubled("user_failures_6", Problem.Kind.TRANSIENT);
        troubled("user_failures_6x", Problem.Kind.TRANSIENT);
        troubled("user_failures_6y", Problem.Kind.TRANSIENT);
        open(Map.of());

        var grid = $(Grid.class).single();
        test((Checkbox) test(grid).getCellComponent(0, 0)).click();
        test((Checkbox) test(grid).getCellComponent(1, 0)).click();
        assertThat(pageText()).contains("2 chosen");
        test(button("Retry chosen")).click();

        // Clerk has never heard of these people, so it refuses both; the third was left alone.
        awaitUntil(() -> $(Button.class).withText("Retry chosen").all().isEmpty());
        assertThat(jdbc.queryForList("select attempts from outbox_entry order by attempts", Integer.class))
                .containsExactly(1, 2, 2);
    }

    @Test
    @SignedIn(value = "user_failures_5", firstName = "Ada", role = Role.ADMIN)
    void opensOneBesideTheListAndDiscardsItWithAReason() {
        ChangeId id = troubled("user_failures_5", Problem.Kind.TRANSIENT);

        open(Map.of("change", id.toString()));
        assertThat(pageText()).contains("Username and names, for Clerk", "Compare", "Attempts", "Audit", "Payload");
        awaitPage("Clerk could not be read: Clerk has nobody of this id any more.");

        test(button("Discard")).click();
        Dialog dialog = $(Dialog.class).single();
        test($(Button.class, dialog).withText("Discard").single()).click();
        awaitUntil(() -> $(TextArea.class).single().isInvalid());
        test($(TextArea.class).single()).setValue("Ada has left.");
        test($(Button.class, dialog).withText("Discard").single()).click();

        awaitPage("Take discarding back");
        assertThat(operations.countFailures(TroubleFilter.ALL)).isZero();
        assertThat(operations.detail(id).orElseThrow().audit())
                .singleElement()
                .satisfies(row -> assertThat(row.entry().detail()).contains("Ada has left."));

        test(button("Take discarding back")).click();
        awaitPage("trying again");
        assertThat(operations.countFailures(TroubleFilter.ALL)).isEqualTo(1);
    }

    @Test
    @SignedIn(value = "user_failures_6", firstName = "Ada", role = Role.ADMIN)
    void saysWhenThereIsNoSuchChange() {
        open(Map.of("change", changes.newId().toString()));

        assertThat(pageText()).contains("There is no such change");
    }

    @Test
    @SignedIn("user_failures_3")
    void doesNotExistForAnybodyElse() {
        UI.getCurrent().navigate("admin/failures");

        assertThat(pageText()).contains("There is nothing here");
        assertThatThrownBy(() -> operations.failures(TroubleFilter.ALL, 0, 10)).isInstanceOf(SecurityException.class);
        assertThatThrownBy(operations::parked).isInstanceOf(SecurityException.class);
        assertThat($(Span.class).withClassName("nav-badge").all()).isEmpty();
    }

    private static void open(Map<String, String> address) {
        UI.getCurrent().navigate(FailuresView.class, QueryParameters.simple(address));
    }

    private Button button(String text) {
        return $(Button.class).withText(text).first();
    }

    private ChangeId troubled(String owner, Problem.Kind kind) {
        ChangeId id = changes.newId();
        var change = new Change(id, changes.newId(), Owner.of(owner), "CLERK_USER", "account/" + owner, "{}");
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> changes.recordForDelivery(List.of(change)));
        var problem = new Problem(new ProblemCode("ClerkFailing"), kind, "Clerk is away.", "Wait.");
        claims.settle(ClaimAnswer.failed(claims.take(id).orElseThrow(), problem), () -> {});
        return id;
    }
}
