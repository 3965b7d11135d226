package dev.lockstep.admin.ui.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.person.Role;
import dev.lockstep.admin.Reconciliations;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

class ReconciliationViewTest extends ViewTest {

    private static final String FIELDS =
            "[{\"field\":\"username\",\"CLERK\":\"ada\",\"CONVEX\":\"ada\",\"HERE\":\"mallory\"}]";

    @Autowired
    private Reconciliations reconciliations;

    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    void empty() {
        jdbc.update("delete from reconciliation_finding");
        jdbc.update("delete from reconciliation_run");
    }

    @Test
    @SignedIn(value = "user_reconciles_1", role = Role.ADMIN)
    void teachesWhatADryRunDoesAndWhereWebhooksGo() {
        navigate("admin/reconciliation", ReconciliationView.class);

        assertThat(pageText())
                .contains("Nothing has been compared yet")
                .contains("It changes nothing")
                .contains("Every night a dry run")
                .contains("The address to register in Clerk is");
    }

    @Test
    @SignedIn(value = "user_reconciles_grace", firstName = "Grace", role = Role.ADMIN)
    void showsWhoIsOutOfStepAndWhichPlaceSaysWhat() {
        UUID run = run("DONE", 2);
        finding(run, "user_a", "Ada Lovelace", "DIFFERENT", FIELDS);
        finding(run, "user_b", "Bob", "EXTRA", "[]");

        navigate("admin/reconciliation", ReconciliationView.class);

        assertThat(pageText())
                .contains("Dry run by Grace")
                .contains("100 people compared")
                .doesNotContain("Nothing has been compared yet");
        assertThat(test($(Grid.class).single()).size()).isEqualTo(2);
    }

    @Test
    @SignedIn(value = "user_reconciles_2", role = Role.ADMIN)
    void keepsTheFiltersInTheAddress() {
        UUID run = run("DONE", 2);
        finding(run, "user_a", "Ada Lovelace", "DIFFERENT", FIELDS);
        finding(run, "user_b", "Bob", "EXTRA", "[]");

        open(Map.of("kind", "extra"));
        assertThat(test($(Grid.class).single()).size()).isEqualTo(1);

        open(Map.of("field", "username", "person", "ada"));
        assertThat(test($(Grid.class).single()).size()).isEqualTo(1);

        open(Map.of("field", "email"));
        assertThat(pageText()).contains("Nobody fits");
    }

    @Test
    @SignedIn(value = "user_reconciles_2", role = Role.ADMIN)
    void asksForAWordBeforeManyAreDeleted() {
        run("PAUSED", 40);

        navigate("admin/reconciliation", ReconciliationView.class);

        assertThat(pageText()).contains("Too many.").contains("needs you");
        assertThat($(Button.class).withText("Delete 40 people…").all()).hasSize(1);
    }

    @Test
    @SignedIn("user_reconciles_3")
    void doesNotExistForAnybodyElse() {
        UI.getCurrent().navigate("admin/reconciliation");

        assertThat(pageText()).contains("There is nothing here");
        assertThatThrownBy(() -> reconciliations.administrator()).isInstanceOf(SecurityException.class);
    }

    private static void open(Map<String, String> filters) {
        UI.getCurrent().navigate("admin/reconciliation", QueryParameters.simple(filters));
    }

    private UUID run(String state, int extra) {
        UUID id = UUID.randomUUID();
        jdbc.update("""
                        insert into reconciliation_run (id, started_at, progressed_at, ended_at, mode, asked_by, state, phase,
                            resume_offset, resume_after, total, in_clerk, in_convex, here, missing, extra, different,
                            buried, repaired, clerk_calls, convex_calls, deletions_confirmed, reason)
                        values (?, current_timestamp, current_timestamp, current_timestamp, 'DRY_RUN', 'user_reconciles_grace',
                            ?, 'REPAIR', 0, '', 100, 100, 100, 100, 0, ?, 0, 0, 0, 1, 1, false, ?)
                        """, id, state, extra, state.equals("PAUSED") ? "Too many." : null);
        return id;
    }

    private void finding(UUID run, String person, String name, String kind, String fields) {
        jdbc.update(
                "insert into reconciliation_finding (run_id, person, name, kind, places, fields) values (?, ?, ?, ?, ?, ?)",
                run,
                person,
                name,
                kind,
                kind.equals("EXTRA") ? "CONVEX,HERE" : "",
                fields);
    }
}
