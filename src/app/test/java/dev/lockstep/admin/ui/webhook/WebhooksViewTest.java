package dev.lockstep.admin.ui.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.person.Role;
import dev.lockstep.account.webhook.Webhooks.Filter;
import dev.lockstep.admin.WebhookDesk;
import dev.lockstep.audit.AuditTrail;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

class WebhooksViewTest extends ViewTest {

    @Autowired
    private WebhookDesk desk;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    void empty() {
        jdbc.update("delete from webhook_message");
    }

    @Test
    @SignedIn(value = "user_webhooks_1", role = Role.ADMIN)
    void teachesWhatWouldBeHere() {
        navigate("admin/webhooks", WebhooksView.class);

        assertThat(pageText()).contains("No webhook has come yet").contains("/webhooks/clerk");
    }

    @Test
    @SignedIn(value = "user_webhooks_2", role = Role.ADMIN)
    void findsByStateAndTypeFromTheAddress() {
        message("msg_1", "user.updated", "user_ada", "APPLIED", null);
        message("msg_2", "user.created", "user_grace", "PARKED", "The event has no updated_at");
        message("msg_3", "session.revoked", "user_ada", "APPLIED", null);

        show("state", "parked");
        Grid<?> grid = $(Grid.class).single();

        assertThat(test(grid).size()).isEqualTo(1);
        assertThat(test(grid).getCellText(0, 3)).isEqualTo("The event has no updated_at");

        show("find", "user.");
        assertThat(test($(Grid.class).single()).size()).isEqualTo(2);
        show("find", "user_ada");
        assertThat(test($(Grid.class).single()).size()).isEqualTo(2);
        show("find", "nobody");
        assertThat(pageText()).contains("None of that kind");
    }

    @Test
    @SignedIn(value = "user_webhooks_3", role = Role.ADMIN)
    void appliesAgainAndRemembersWhoAsked() {
        message("msg_1", "email.created", null, "PARKED", "Broken");
        navigate("admin/webhooks", WebhooksView.class);
        test($(Grid.class).single()).clickRow(0);
        assertThat($(WebhookDialog.class).single().getElement().getTextRecursively())
                .contains("msg_1");

        test($(Button.class).withText("Apply again").single()).click();

        assertThat(audit.newest(
                        new AuditTrail.Filter("user_webhooks_3", Set.of(), AuditTrail.Filter.ALL.since()), 0, 10))
                .singleElement()
                .satisfies(record -> assertThat(record.entry().detail()).isEqualTo("msg_1"));
    }

    @Test
    @SignedIn("user_webhooks_4")
    void doesNotExistForAnybodyElse() {
        UI.getCurrent().navigate("admin/webhooks");

        assertThat(pageText()).contains("There is nothing here");
        assertThatThrownBy(() -> desk.newest(Filter.ALL, 0, 10)).isInstanceOf(SecurityException.class);
    }

    private static void show(String filter, String value) {
        UI.getCurrent().navigate("admin/webhooks", QueryParameters.of(filter, value));
    }

    private void message(String id, String type, String subject, String state, String error) {
        jdbc.update("""
                insert into webhook_message
                    (id, type, subject, payload, sent_at, received_at, state, error, attempts, next_attempt_at)
                values (?, ?, ?, '{"type":"x","data":{}}', now(), now(), ?, ?, 1, now())
                """, id, type, subject, state, error);
    }
}
