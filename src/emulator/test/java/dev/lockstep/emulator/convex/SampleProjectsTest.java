package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.NodeProject.Ended;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.host.DeploymentHost;
import dev.lockstep.emulator.convex.host.HostedDeployment;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/**
 * Projects of the kinds that people publish, each pushed by the official CLI to a deployment of its own and used by the
 * official client. All deployments run side by side on one engine.
 */
@Tag("wire")
@Execution(ExecutionMode.CONCURRENT)
class SampleProjectsTest {

    @TempDir
    static Path folder;

    private static DeploymentHost host;

    @BeforeAll
    static void start() {
        host = new DeploymentHost(CallLimits.DEFAULT, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void runsAChat() {
        play("chat");
    }

    @Test
    void runsTodosWithSignIn() {
        try (var deployment = open("todo")) {
            NodeProject project = project("todo", deployment);
            var tokens = WireJson.parseObject(project.node("keys.mjs").output());
            String jwks = tokens.remove("jwks").asString();
            Ended unset = project.convex("dev", "--once", "--typecheck=disable");
            assertThat(unset.output()).contains("Environment variable ISSUER is used in auth config file");
            project.convex("env", "set", "ISSUER", "https://people.test");
            project.convex("env", "set", "JWKS", jwks);
            push(project);

            passes("todo", project.node("play.mjs", deployment.url().toString(), tokens.toString()));
        }
    }

    @Test
    void runsFileUploadsAndHttpActions() {
        try (var deployment = open("files")) {
            NodeProject project = project("files", deployment);
            push(project);

            passes(
                    "files",
                    project.node(
                            "play.mjs",
                            deployment.url().toString(),
                            deployment.siteUrl().toString()));
        }
    }

    @Test
    void runsScheduledJobsAndCrons() {
        try (var deployment = open("jobs")) {
            NodeProject project = project("jobs", deployment);
            push(project);
            passes("jobs", project.node("play.mjs", deployment.url().toString()));

            project.write("convex/crons.ts", """
                    import { cronJobs } from "convex/server";
                    import { internal } from "./_generated/api";
                    const crons = cronJobs();
                    crons.interval("tick", { seconds: 60 }, internal.jobs.tick, { by: "interval" });
                    crons.daily("daily", { hourUTC: 4, minuteUTC: 30 }, internal.jobs.tick, { by: "daily" });
                    crons.hourly("hourly", { minuteUTC: 1 }, internal.jobs.tick, { by: "hourly" });
                    export default crons;
                    """);
            project.write("convex/schema.ts", """
                    import { defineSchema, defineTable } from "convex/server";
                    import { v } from "convex/values";
                    export default defineSchema({ ticks: defineTable({ by: v.string() }) });
                    """);
            Ended verbose = project.convex("deploy", "--typecheck=disable", "-y", "--verbose");

            assertThat(verbose.output()).contains("No large indexes are deleted by this push");
            assertThat(verbose.output().replaceAll("\\s", ""))
                    .contains("\"removed_indexes\":[{\"name\":\"ticks.by_by\"")
                    .contains("\"cronDiff\":{\"added\":[\"hourly\"],\"updated\":[\"tick\"],"
                            + "\"deleted\":[\"complicated\"]}");
        }
    }

    @Test
    void runsAPaginatedFeedWithVectorSearch() {
        play("feed");
    }

    /** The components are the published ones: rate-limiter, aggregate and workpool, and what they use in turn. */
    @Test
    void runsPublishedComponents() {
        try (var deployment = open("shop")) {
            NodeProject project = project("shop", deployment);
            Ended pushed = push(project);
            assertThat(pushed.output())
                    .contains("Installed component aggregate.", "Installed component emailWorkpool.");

            passes("shop", project.node("play.mjs", deployment.url().toString()));

            showsTheTablesOfComponents(project, new EmulatorClient(deployment.url()));
        }
    }

    /** The CLI names a component by its path beside the arguments; the dashboard by its id among them. */
    private static void showsTheTablesOfComponents(NodeProject project, EmulatorClient http) {
        assertThat(project.convex("data").output().lines()).containsExactly("mails", "orders");
        assertThat(project.convex("data", "--component", "rateLimiter").output().lines())
                .containsExactly("pendingUpdates", "rateLimits");
        assertThat(project.convex("data", "rateLimits", "--component", "rateLimiter")
                        .output())
                .contains("\"ada\"", "\"grace\"");
        assertThat(project.convex("data", "--component", "nothing").output()).contains("is not used by this app");

        JsonNode components = ask(http, "query", "components:list", "{}");
        assertThat(components.valueStream().map(one -> one.path("path").asString()))
                .contains("", "aggregate", "emailWorkpool", "rateLimiter");
        JsonNode limiter = components
                .valueStream()
                .filter(one -> one.path("name").asString("").equals("rateLimiter"))
                .findFirst()
                .orElseThrow();
        String id = "'componentId':'" + limiter.path("id").asString() + "'";
        assertThat(ask(http, "query", "getSchemas", "{" + id + "}")
                        .path("active")
                        .asString())
                .contains("rateLimits");
        assertThat(ask(http, "query", "tableSize", "{'tableName':'rateLimits'," + id + "}")
                        .asInt())
                .isEqualTo(2);
        assertThat(ask(http, "query", "tableSize", "{'tableName':'rateLimits','componentId':null}")
                        .asInt())
                .isZero();
        assertThat(ask(http, "mutation", "addDocument", "{'table':'rateLimits','documents':[{'no':1}]," + id + "}")
                        .path("error")
                        .asString())
                .contains("does not match the schema");
        assertThat(ask(http, "mutation", "clearTablePage", "{'tableName':'rateLimits','cursor':null," + id + "}")
                        .path("deleted")
                        .asInt())
                .isEqualTo(2);
        assertThat(ask(http, "query", "listTableScan", "{'table':'rateLimits','limit':5," + id + "}"))
                .isEmpty();
        assertThat(ask(http, "query", "listTableScan", "{'table':'orders','limit':5,'componentId':null}"))
                .hasSize(3);
    }

    private static JsonNode ask(EmulatorClient http, String kind, String path, String args) {
        var answer = http.call(
                kind, "_system/frontend/" + path, args.replace('\'', '"'), "Authorization", EmulatorClient.ADMIN);
        assertThat(answer.json().path("status").asString()).as(answer.body()).isEqualTo("success");
        return answer.value();
    }

    /** Some of its functions say "use node". */
    @Test
    void runsActionsInNode() {
        try (var deployment = open("mailer")) {
            NodeProject project = project("mailer", deployment);
            project.convex("env", "set", "SEAL", "wax");
            push(project);

            passes("mailer", project.node("play.mjs", deployment.url().toString()));
        }
    }

    private static void play(String name) {
        try (var deployment = open(name)) {
            NodeProject project = project(name, deployment);
            push(project);

            passes(name, project.node("play.mjs", deployment.url().toString()));
        }
    }

    private static HostedDeployment open(String name) {
        return host.open(new DeploymentHost.Served(
                0, 0, folder.resolve("home-" + name), name, EmulatorClient.KEY, Long.MAX_VALUE));
    }

    private static NodeProject project(String name, HostedDeployment deployment) {
        return NodeProject.sample(
                name,
                folder.resolve(name),
                NodeProject.selfHosted(deployment.url().toString()));
    }

    private static Ended push(NodeProject project) {
        Ended pushed = project.convex("dev", "--once", "--typecheck=disable");
        assertThat(pushed.output()).contains("Convex functions ready!");
        return pushed;
    }

    private static void passes(String name, Ended played) {
        assertThat(played.output()).endsWith(name + " passed\n");
        assertThat(played.status()).isZero();
    }
}
