package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.lockstep.core.Problem;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Deployments;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.connect.AttemptStatus;
import dev.lockstep.project.connect.Choice;
import dev.lockstep.project.connect.ConnectedProjects.Parting;
import dev.lockstep.project.connect.Workshop;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Looks for what a connection is made with wherever somebody could read it: pages, the API, the log, the database. */
@Tag("wire")
class ConnectSecretsTest {

    private final LockstepApp app = LockstepApp.shared();
    private final ConvexSide convex = new ConvexSide(app);
    private final Connections connections = app.bean(Connections.class);
    private final Workshop workshop = new Workshop(app::bean);
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    /** Name → text, of what must stay hidden. */
    private final Map<String, String> secrets = new LinkedHashMap<>();

    /** Where → text, of all that somebody could read. */
    private final Map<String, String> readable = new LinkedHashMap<>();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void calm() {
        root.detachAppender(log);
        app.calm();
        convex.clear("local");
    }

    @Test
    void keepsWhatAConnectionIsMadeWithToItself() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        HttpResponse<String> left = mary.leave(project);
        read("the way to Convex", left.body());
        secrets.put("the state", parameter(ProjectPerson.location(left), "state"));
        secrets.put("the verifier", workshop.verifier(project).orElseThrow().reveal());
        look(mary, project, "while Convex asks");

        URI callback = mary.agree(left, "local");
        secrets.put("the code", parameter(callback, "code"));
        HttpResponse<String> back = mary.comeBack(callback);
        read("the way back", back.body() + back.headers().map());
        mary.settled(project, AttemptStatus.SELECTING);
        String token = workshop.token(mary.id()).reveal();
        secrets.put("the token", token);
        secrets.put("the token's secret part", token.substring(token.indexOf('|') + 1));
        read("the way back again", mary.comeBack(callback).body());
        look(mary, project, "while a project is picked");

        // Convex echoes what it was sent, as a proxy's debug page might; and the key is stored with the attempt then.
        app.platformFault("{\"match\": \"create_deployment\", \"times\": 1, \"status\": 500, \"body\":"
                + " \"{\\\"message\\\": \\\"You sent Bearer " + token + "\\\"}\"}");
        connections.select(mary.id(), project, new Choice.Fresh("Frankenstein"));
        mary.settled(project, AttemptStatus.FAILED);
        look(mary, project, "after a failure");
        connections.again(mary.id(), project);
        mary.connected(project);
        secrets.put("the key", workshop.key(project).orElseThrow().open().reveal());
        Deployments deployments = app.bean(Deployments.class);
        var production = Target.of(
                project, deployments.createProduction(mary.id(), project).name());
        deployments.look(mary.id(), production);
        secrets.put(
                "the key to production",
                workshop.deploymentKeys(project)
                        .get(production.deployment().orElseThrow())
                        .open()
                        .reveal());
        look(mary, project, "when it is connected");
        app.platformFault("{\"match\": \"delete_deploy_key\", \"times\": 1, \"status\": 500}");
        try {
            connections.disconnect(mary.id(), project, Parting.DELETE_KEY);
        } catch (Problem problem) {
            read("a refused disconnect", problem + problem.nextStep() + problem.fields());
        }
        look(mary, project, "after a refused disconnect");
        connections.disconnect(mary.id(), project, Parting.DELETE_KEY);

        ConvexSide.Made own = convex.make("local", "Prometheus");
        secrets.put("the admin key", own.key());
        secrets.put("the admin key's secret part", own.key().substring(own.key().indexOf('|') + 1));
        connections.selfHosted(mary.id(), project, own.url().toString(), own.key());
        look(mary, project, "with a deployment of one's own");
        connections.disconnect(mary.id(), project, Parting.FORGET);
        look(mary, project, "when it is disconnected");
        assertThat(database()).as("the sealed key is gone").doesNotContain(project + " | SELF_HOSTED");
        read("the log", log.list.stream().map(ConnectSecretsTest::text).collect(Collectors.joining("\n")));

        assertThat(secrets)
                .hasSize(9)
                .allSatisfy((name, secret) -> assertThat(secret).hasSizeGreaterThan(8));
        assertThat(readable).hasSizeGreaterThan(30);
        var hits = new ArrayList<String>();
        readable.forEach((where, text) -> secrets.forEach((name, secret) -> {
            if (text.contains(secret)) {
                hits.add(name + " in " + where);
            }
        }));
        assertThat(hits).isEmpty();
    }

    /** All pages about projects as HTML and as data, the API, and every column of every table. */
    private void look(ProjectPerson person, ProjectId project, String when) throws Exception {
        String path = "projects/" + project;
        for (String page : List.of("projects", path, path + "?connect", "admin")) {
            String[] sides = page.split("\\?");
            String query = sides.length > 1 ? sides[1] : "";
            read(page + " " + when, person.browser().get("/" + page).body());
            String uidl = person.browser()
                    .get("/?v-r=init&location=" + sides[0] + "&query=" + query)
                    .body();
            assertThat(uidl).as("UIDL of " + page).contains("appConfig");
            read("the UIDL of " + page + " " + when, uidl);
        }
        read(
                "the API " + when,
                person.browser().get("/api/convex/status?projectId=" + project).body());
        read("the database " + when, database());
    }

    private void read(String where, String text) {
        readable.put(where, text);
    }

    private String database() {
        var jdbc = app.bean(JdbcTemplate.class);
        var dump = new StringBuilder();
        List<String> tables = jdbc.queryForList(
                "select table_name from information_schema.tables where table_schema = 'public'"
                        + " and table_type = 'BASE TABLE'",
                String.class);
        assertThat(tables)
                .contains(
                        "connection_attempt",
                        "convex_grant",
                        "convex_project_credentials",
                        "convex_deployment_key",
                        "audit_record");
        for (String table : tables) {
            for (Map<String, Object> row : jdbc.queryForList("select * from " + table)) {
                dump.append(row.values().stream()
                                .map(ConnectSecretsTest::column)
                                .collect(Collectors.joining(" | ")))
                        .append('\n');
            }
        }
        return dump.toString();
    }

    private static String column(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    private static String text(ILoggingEvent event) {
        String thrown = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        return event.getFormattedMessage() + event.getMDCPropertyMap() + event.getKeyValuePairs() + thrown;
    }

    private static String parameter(URI address, String name) {
        var found = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(address.toString());
        if (!found.find()) {
            throw new AssertionError("No " + name + " in " + address);
        }
        return URLDecoder.decode(found.group(1), StandardCharsets.UTF_8);
    }
}
