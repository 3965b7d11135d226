package dev.lockstep.admin.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.person.Role;
import dev.lockstep.admin.Operations;
import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.Owner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditViewTest extends ViewTest {

    @Autowired
    private AuditTrail trail;

    @Autowired
    private Operations operations;

    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    void empty() {
        jdbc.update("delete from audit_record");
        jdbc.update("delete from outbox_entry");
    }

    @Test
    @SignedIn(value = "user_audit_1", role = Role.ADMIN)
    void teachesWhatWouldBeHere() {
        navigate("admin/audit", AuditView.class);

        assertThat(pageText()).contains("Nothing has happened yet");
    }

    @Test
    @SignedIn(value = "user_audit_2", firstName = "Ada", lastName = "Lovelace", role = Role.ADMIN)
    void saysWhoDidWhatToWhom() {
        entries("user_audit_2");

        navigate("admin/audit", AuditView.class);

        Grid<?> grid = $(Grid.class).single();
        assertThat(test(grid).size()).isEqualTo(2);
        assertThat(test(grid).getCellText(0, 1)).isEqualTo("Ada Lovelace");
        assertThat(test(grid).getCellText(0, 3)).isEqualTo("=1+1, \"no\"");
        assertThat(test(grid).getCellText(1, 1)).isEqualTo("Lockstep");
        assertThat(test(grid).getCellText(1, 2)).isEqualTo("Ada Lovelace");

        open(Map.of("text", "change.discarded"));
        assertThat(test($(Grid.class).single()).size()).isEqualTo(1);
        open(Map.of("text", "lovelace", "since", "hour"));
        assertThat(test($(Grid.class).single()).size()).isEqualTo(2);
        open(Map.of("text", "somebody else"));
        assertThat(pageText()).contains("Nothing fits this filter");
    }

    /** A cell that begins like a formula must not become one in a spreadsheet. */
    @Test
    @SignedIn(value = "user_audit_3", role = Role.ADMIN)
    void exportsWhatTheFilterShows() throws IOException {
        entries("user_audit_3");
        var administrator = operations.administrator();
        var filter = operations.auditFilter("change.discarded", java.time.Instant.EPOCH);
        var csv = new ByteArrayOutputStream();
        var json = new ByteArrayOutputStream();

        AuditExport.csv(reader -> operations.eachAudit(administrator, filter, reader), csv);
        AuditExport.json(reader -> operations.eachAudit(administrator, AuditTrail.Filter.ALL, reader), json);

        String[] lines = csv.toString(StandardCharsets.UTF_8).split("\r\n");
        assertThat(lines).hasSize(2);
        assertThat(lines[0]).isEqualTo("at,actor,action,person,change,detail");
        assertThat(lines[1]).endsWith("Z,user_audit_3,change.discarded,user_audit_3,,\"'=1+1, \"\"no\"\"\"");
        JsonNode all = JsonMapper.shared().readTree(json.toString(StandardCharsets.UTF_8));
        assertThat(all).hasSize(2);
        assertThat(all.get(0).get("detail").asString()).isEqualTo("=1+1, \"no\"");
        assertThat(all.get(1).get("action").asString()).isEqualTo("change.parked");
        assertThat(AuditExport.cell("+1")).isEqualTo("\"'+1\"");
        assertThat(AuditExport.cell("plain")).isEqualTo("plain");
    }

    @Test
    @SignedIn("user_audit_4")
    void doesNotExistForAnybodyElse() {
        UI.getCurrent().navigate("admin/audit");

        assertThat(pageText()).contains("There is nothing here");
        assertThatThrownBy(() -> operations.audit(AuditTrail.Filter.ALL, 0, 10)).isInstanceOf(SecurityException.class);
    }

    /** Administrators see on every page that something has stopped, and nobody else does. */
    @Test
    @SignedIn(value = "user_audit_5", role = Role.ADMIN)
    void warnsAdministratorsOfWhatHasStopped() {
        jdbc.update("""
                insert into outbox_entry (id, group_id, owner_id, destination, table_name, record_id, state, trouble,
                  troubled_at, attempts, refusals, next_attempt_at, created_at, updated_at, version)
                values (random_uuid(), random_uuid(), 'user_audit_5', 'CLERK_USER', 'account', 'user_audit_5', 'PARKED',
                  'PARKED', current_timestamp, 3, 3, current_timestamp, current_timestamp, current_timestamp, 1)
                """);

        navigate("admin/audit", AuditView.class);

        assertThat($(Div.class).withClassName("banner").single().getElement().getTextRecursively())
                .isEqualTo("1 change has stopped and waits for a person.Open failures");
        assertThat($(Span.class).withClassName("nav-badge").single().getText()).isEqualTo("1");
    }

    private static void open(Map<String, String> address) {
        UI.getCurrent().navigate(AuditView.class, QueryParameters.simple(address));
    }

    private void entries(String person) {
        var owner = Owner.of(person);
        trail.addAlone(AuditEntry.about(AuditEntry.SYSTEM, "change.parked", owner, "CLERK_USER, refused"));
        trail.addAlone(AuditEntry.about(person, "change.discarded", owner, "=1+1, \"no\""));
    }
}
