package dev.lockstep.project.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.ConvexSide;
import dev.lockstep.LockstepApp;
import dev.lockstep.ProjectPerson;
import dev.lockstep.SecretScan;
import dev.lockstep.core.Problem;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Deployments;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.connection.ConnectedProjects.Parting;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Looks for what a connection is made with wherever somebody could read it: pages, the API, the log, the database. */
@Tag("wire")
class ConnectSecretsTest {

    private final LockstepApp app = LockstepApp.shared();
    private final ConvexSide convex = new ConvexSide(app);
    private final Connections connections = app.bean(Connections.class);
    private final Workshop workshop = new Workshop(app::bean);
    private final SecretScan scan = new SecretScan();

    @AfterEach
    void calm() {
        scan.close();
        app.calm();
        convex.clear("local");
    }

    @Test
    void keepsWhatAConnectionIsMadeWithToItself() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        HttpResponse<String> left = mary.leave(project);
        scan.read("the way to Convex", left.body());
        scan.hide("the state", parameter(ProjectPerson.location(left), "state"));
        scan.hide("the verifier", workshop.verifier(project).orElseThrow().reveal());
        look(mary, project, "while Convex asks");

        URI callback = mary.agree(left, "local");
        scan.hide("the code", parameter(callback, "code"));
        HttpResponse<String> back = mary.comeBack(callback);
        scan.read("the way back", back.body() + back.headers().map());
        mary.settled(project, AttemptStatus.SELECTING);
        String token = workshop.token(mary.id()).reveal();
        scan.hideKey("the token", token);
        scan.read("the way back again", mary.comeBack(callback).body());
        look(mary, project, "while a project is picked");

        // Convex echoes what it was sent, as a proxy's debug page might; and the key is stored with the attempt then.
        app.platformFault("{\"match\": \"create_deployment\", \"times\": 1, \"status\": 500, \"body\":"
                + " \"{\\\"message\\\": \\\"You sent Bearer " + token + "\\\"}\"}");
        connections.select(mary.at(project).toChangeAsOwner(), new Choice.Fresh("Frankenstein"));
        mary.settled(project, AttemptStatus.FAILED);
        look(mary, project, "after a failure");
        connections.again(mary.at(project).toChangeAsOwner());
        mary.connected(project);
        scan.hide("the key", workshop.key(project).orElseThrow().open().reveal());
        Deployments deployments = app.bean(Deployments.class);
        var production = Target.of(
                project,
                deployments.createProduction(mary.at(project).toChangeAsOwner()).name());
        deployments.look(mary.at(production).asViewer());
        scan.hide(
                "the key to production",
                workshop.deploymentKeys(project)
                        .get(production.deployment().orElseThrow())
                        .open()
                        .reveal());
        look(mary, project, "when it is connected");
        app.platformFault("{\"match\": \"delete_deploy_key\", \"times\": 1, \"status\": 500}");
        try {
            connections.disconnect(mary.at(project).toChangeAsOwner(), Parting.DELETE_KEY);
        } catch (Problem problem) {
            scan.read("a refused disconnect", problem + problem.nextStep() + problem.fields());
        }
        look(mary, project, "after a refused disconnect");
        connections.disconnect(mary.at(project).toChangeAsOwner(), Parting.DELETE_KEY);

        ConvexSide.Made own = convex.make("local", "Prometheus");
        scan.hideKey("the admin key", own.key());
        connections.selfHosted(mary.at(project).toChangeAsOwner(), own.url().toString(), own.key());
        look(mary, project, "with a deployment of one's own");
        connections.disconnect(mary.at(project).toChangeAsOwner(), Parting.FORGET);
        look(mary, project, "when it is disconnected");
        assertThat(scan.readDatabase("at the end", app.bean(JdbcTemplate.class)))
                .as("the sealed key is gone")
                .doesNotContain(project + " | SELF_HOSTED");

        assertThat(scan.secrets()).isEqualTo(9);
        assertThat(scan.places()).isGreaterThan(30);
        assertThat(scan.hits()).isEmpty();
    }

    /** All pages about projects as HTML and as data, the API, and every column of every table. */
    private void look(ProjectPerson person, ProjectId project, String when) throws Exception {
        String path = "projects/" + project;
        for (String page : List.of("projects", path, path + "?connect", "admin")) {
            String[] sides = page.split("\\?");
            String query = sides.length > 1 ? sides[1] : "";
            scan.read(page + " " + when, person.browser().get("/" + page).body());
            String uidl = person.browser()
                    .get("/?v-r=init&location=" + sides[0] + "&query=" + query)
                    .body();
            assertThat(uidl).as("UIDL of " + page).contains("appConfig");
            scan.read("the UIDL of " + page + " " + when, uidl);
        }
        scan.read(
                "the API " + when,
                person.browser().get("/api/convex/status?projectId=" + project).body());
        scan.readDatabase(when, app.bean(JdbcTemplate.class));
    }

    private static String parameter(URI address, String name) {
        var found = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(address.toString());
        if (!found.find()) {
            throw new AssertionError("No " + name + " in " + address);
        }
        return URLDecoder.decode(found.group(1), StandardCharsets.UTF_8);
    }
}
