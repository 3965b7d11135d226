package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.project.Connection;
import dev.lockstep.project.Connections;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.connect.AttemptStatus;
import dev.lockstep.project.connect.Choice;
import dev.lockstep.project.connect.Connected;
import dev.lockstep.project.connect.Workshop;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person connects a project to Convex: with a browser, the emulated platform, and everything that can go wrong. */
@Tag("wire")
class ConnectTest {

    private final LockstepApp app = LockstepApp.shared();
    private final Connections connections = app.bean(Connections.class);
    private final Workshop workshop = new Workshop(app::bean);

    @AfterEach
    void calm() {
        app.calm();
    }

    @Test
    void connectsByGoingToConvexAndBack() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");

        HttpResponse<String> left = mary.leave(project);
        assertThat(left.statusCode()).isEqualTo(302);
        Map<String, String> asked = query(ProjectPerson.location(left));
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", app.web() + "/convex/callback");
        assertThat(asked.get("state")).hasSize(43);
        assertThat(asked.get("code_challenge")).hasSize(43);
        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.CONNECTING);

        HttpResponse<String> back = mary.comeBack(mary.agree(left, "local"));
        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(ProjectPerson.location(back)).hasPath("/projects/" + project);
        mary.settled(project, AttemptStatus.SELECTING);
        connections.select(mary.id(), project, new Choice.Fresh("Frankenstein"));
        mary.connected(project);

        Connected connected = mary.of(project).connected().orElseThrow();
        assertThat(connected.teamSlug()).contains("local");
        assertThat(connected.projectSlug())
                .hasValueSatisfying(slug -> assertThat(slug).startsWith("frankenstein"));
        assertThat(connected.state()).isEqualTo(Connected.State.CONNECTED);
        assertThat(connected.siteUrl()).isPresent();
        Workshop.StoredKey key = workshop.key(project).orElseThrow();
        assertThat(key.open().reveal())
                .startsWith("dev:" + connected.deploymentName().orElseThrow() + "|");
        assertThat(key.sealed()).doesNotContain(key.open().reveal());
    }

    private static Map<String, String> query(URI address) {
        return java.util.Arrays.stream(address.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0],
                        pair -> java.net.URLDecoder.decode(pair[1], java.nio.charset.StandardCharsets.UTF_8)));
    }
}
