package dev.lockstep.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Browser;
import dev.lockstep.LockstepApp;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;

/** Who may see how the application is doing. */
@Tag("wire")
class MonitoringTest {

    private static final String FIGURES = "/actuator/prometheus";

    @Test
    void showsFiguresToAdministratorsAndDetailsOfHealthToNobodyElse() throws Exception {
        LockstepApp app = LockstepApp.shared();
        assertThat(new Browser(app.web()).get(FIGURES).statusCode()).isEqualTo(403);
        var member = new Browser(app.web());
        app.signUp(member, "Mary", "Shelley");
        assertThat(member.get(FIGURES).statusCode()).isEqualTo(403);
        assertThat(member.get("/actuator/health").body()).contains("\"UP\"").doesNotContain("outbox");

        var admin = new Browser(app.web());
        admin.signInAs("ada@example.com");
        HttpResponse<String> figures = admin.get(FIGURES);
        assertThat(figures.statusCode()).isEqualTo(200);
        assertThat(figures.body())
                .contains("lockstep_outbox_waiting{", "lockstep_outbox_parked{", "lockstep_outbox_oldest_seconds{")
                .contains("lockstep_outbox_breaker{", "destination=\"CONVEX\"")
                .contains("lockstep_outbox_attempts_seconds_count{", "lockstep_outbox_latency_seconds_sum{")
                .contains("lockstep_webhook_unsettled", "lockstep_webhook_received_total{answer=\"stored\"");
        assertThat(admin.get("/actuator/health").body()).contains("\"outbox\"", "\"parked\":0");
    }

    @Test
    void showsFiguresAtThePortForMonitoringAndNotAtTheSites() throws Exception {
        try (LockstepApp app = LockstepApp.start(LockstepApp.fresh("monitored"), "LOCKSTEP_MONITORING_PORT=0")) {
            int port = app.bean(Environment.class).getRequiredProperty("local.management.port", Integer.class);
            var monitoring = new Browser(URI.create("http://localhost:" + port));

            assertThat(monitoring.get(FIGURES).body()).contains("lockstep_outbox_waiting{");
            assertThat(monitoring.get("/actuator/health").statusCode()).isEqualTo(200);
            assertThat(monitoring.get("/actuator/env").statusCode()).isEqualTo(403);
            assertThat(new Browser(app.web()).get(FIGURES).statusCode()).isEqualTo(403);
        }
    }
}
