package dev.lockstep.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.ConvexSide;
import dev.lockstep.LockstepApp;
import dev.lockstep.ProjectPerson;
import dev.lockstep.convex.deployment.DeploymentState;
import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.convex.deployment.FunctionRun;
import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.convex.deployment.VariableChange;
import dev.lockstep.convex.deployment.VariableValue;
import dev.lockstep.core.Problem;
import dev.lockstep.emulator.convex.SmallPush;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.connect.Workshop;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.connection.ConnectedProjects.Parting;
import dev.lockstep.project.connection.Deployment;
import dev.lockstep.project.connection.StoredKeys.StoredKey;
import dev.lockstep.project.variables.VariableDiff;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The deployments of a connected project beside the one for development, and what production asks of people. */
@Tag("wire")
class DeploymentsTest {

    private static final String NOTES = """
            export const list = query(async (args, db) => rows(db, all('notes')));
            export const add = mutation(async (args, db) => db('insert', { table: 'notes', value: { text: 'x' } }));
            """;

    private final LockstepApp app = LockstepApp.shared();
    private final ConvexSide convex = new ConvexSide(app);
    private final Connections connections = app.bean(Connections.class);
    private final Deployments deployments = app.bean(Deployments.class);
    private final Variables variables = app.bean(Variables.class);
    private final VariableDefaults defaults = app.bean(VariableDefaults.class);
    private final Functions functions = app.bean(Functions.class);
    private final Workshop workshop = new Workshop(app::bean);
    private final ProjectPerson mary = ProjectPerson.signUp(app, "Mary");
    private final ProjectId project = mary.project("Frankenstein");
    private final ConvexSide.Made made = convex.make("local", "Prometheus");
    private final Target home = Target.of(project);

    @AfterEach
    void calm() {
        app.calm();
        convex.clear("local");
    }

    private void connect() throws Exception {
        mary.connect(project, "local", new Choice.Existing(made.project()));
    }

    /** A deployment for production with a key of the test's own. */
    private Target production(ConvexSide.Made prod) {
        return Target.of(project, prod.deployment());
    }

    @Test
    void opensAnotherDeploymentWithAKeyOfItsOwnAndDeletesItWhenTheProjectIsDisconnected() throws Exception {
        connect();
        PlatformDeployment prod = deployments.createProduction(mary.at(project).toChangeAsOwner());
        assertThat(deployments.createProduction(mary.at(project).toChangeAsOwner()))
                .as("it is there already")
                .isEqualTo(prod);
        convex.add(made.project(), "preview");
        assertThat(deployments.list(mary.at(project).asViewer()))
                .extracting(PlatformDeployment::type)
                .containsExactly(DeploymentType.DEV, DeploymentType.PROD, DeploymentType.PREVIEW);
        assertThat(workshop.deploymentKeys(project))
                .as("none is made before it is needed")
                .isEmpty();

        Target target = Target.of(project, prod.name());
        Deployment seen = deployments.look(mary.at(target).asViewer());
        variables.change(mary.at(target).toChangeAsEditor(), List.of(set("WHERE", "there")), Confirmed.PRODUCTION);
        variables.change(mary.at(home).toChangeAsEditor(), List.of(set("HERE", "here")), Confirmed.NO);

        assertThat(seen.type()).isEqualTo(DeploymentType.PROD);
        assertThat(seen.url()).isEqualTo(prod.url());
        assertThat(variables.names(mary.at(target).asViewer())).containsExactly("WHERE");
        assertThat(variables.names(
                        mary.at(Target.of(project, made.deployment())).asViewer()))
                .as("the connected one by its name")
                .containsExactly("HERE");
        StoredKey key = workshop.deploymentKeys(project).get(prod.name());
        assertThat(key.open().reveal()).startsWith("prod:" + prod.name() + "|");
        assertThat(key.sealed()).doesNotContain(key.open().reveal());
        assertThat(page(seen.dashboard().orElseThrow(), 200)).contains(prod.name(), "prod", "Running");
        assertThat(page(URI.create(seen.dashboard().orElseThrow() + "-else"), 404))
                .contains("No such deployment");

        app.platformFault("{\"match\": \"POST /v1/deployments/" + prod.name()
                + "/delete_deploy_key\", \"status\": 500, \"times\": 1}");
        assertThatThrownBy(() -> connections.disconnect(mary.at(project).toChangeAsOwner(), Parting.DELETE_KEY))
                .isInstanceOf(Problem.class);
        assertThat(mary.of(project).connected().orElseThrow().state()).isEqualTo(Connected.State.DISCONNECT_FAILED);
        long before = workshop.allDeploymentKeys();
        connections.disconnect(mary.at(project).toChangeAsOwner(), Parting.DELETE_KEY);
        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.NOT_CONNECTED);
        assertThat(workshop.allDeploymentKeys()).isEqualTo(before - 1);
    }

    /** The grant opens every project of the team: an address must not lead from one project into another. */
    @Test
    void opensNoDeploymentOfAnotherProject() throws Exception {
        connect();
        ConvexSide.Made other = convex.make("local", "Mathilda");

        assertThat(refusal(() -> deployments.look(
                        mary.at(Target.of(project, other.deployment())).asViewer())))
                .isEqualTo("NoSuchDeployment");
        assertThat(refusal(() -> variables.names(
                        mary.at(Target.of(project, "../" + made.deployment())).asViewer())))
                .isEqualTo("NoSuchDeployment");
        assertThat(workshop.deploymentKeys(project)).isEmpty();
    }

    /** A key whose answer is lost is there at Convex and nowhere here. */
    @Test
    void makesTheKeyAgainWhenTheAnswerWasLost() throws Exception {
        connect();
        Target target = production(convex.add(made.project(), "prod"));
        app.platformFault("{\"match\": \"POST /v1/deployments/.*/create_deploy_key\", \"status\": 500,"
                + " \"after\": true, \"times\": 1}");

        assertThat(refusal(() -> variables.names(mary.at(target).asViewer()))).isEqualTo("ConvexFailing");
        assertThat(variables.names(mary.at(target).asViewer())).isEmpty();
        connections.disconnect(mary.at(project).toChangeAsOwner(), Parting.DELETE_KEY);
        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.NOT_CONNECTED);
    }

    @Test
    void changesNothingInProductionThatWasNotConfirmed() throws Exception {
        connect();
        ConvexSide.Made prod = convex.add(made.project(), "prod");
        SmallPush.push(prod.url(), prod.key(), "notes.js", NOTES);
        Target target = production(prod);

        assertThat(refusal(() ->
                        variables.change(mary.at(target).toChangeAsEditor(), List.of(set("A", "1")), Confirmed.NO)))
                .isEqualTo("ProductionNotConfirmed");
        assertThat(refusal(() -> run("notes:add", target, Confirmed.NO))).isEqualTo("ProductionNotConfirmed");
        assertThat(refusal(() -> deployments.pause(mary.at(target).toChangeAsOwner(), Confirmed.NO)))
                .isEqualTo("ProductionNotConfirmed");
        assertThat(refusal(() -> variables.initializeConvexAuth(
                        mary.at(target).toChangeAsEditor(), "https://app.example", Confirmed.NO)))
                .isEqualTo("ProductionNotConfirmed");
        assertThat(variables.names(mary.at(target).asViewer())).isEmpty();
        assertThat(run("notes:list", target, Confirmed.NO))
                .as("a query changes nothing")
                .isInstanceOfSatisfying(
                        FunctionRun.Returned.class, it -> assertThat(it.value()).isEqualTo("[ ]"));

        assertThat(run("notes:add", target, Confirmed.PRODUCTION)).isInstanceOf(FunctionRun.Returned.class);
        assertThat(page(deployments.look(mary.at(target).asViewer()).dashboard().orElseThrow(), 200))
                .contains("<td>notes</td><td>1</td>");

        // Somebody makes the connected deployment one for production, at Convex.
        app.platform("POST", "/v1/deployments/" + prod.deployment() + "/delete", "");
        app.platform("PATCH", "/v1/deployments/" + made.deployment(), "{\"deploymentType\": \"prod\"}");
        deployments.list(mary.at(project).asViewer());
        assertThat(refusal(() -> variables.change(mary.at(project).toChangeAsEditor(), List.of(set("A", "1")))))
                .isEqualTo("ProductionNotConfirmed");
    }

    @Test
    void asksForAWordBeforeItChangesASelfHostedProduction() {
        connections.selfHosted(mary.at(project).toChangeAsOwner(), "" + made.url(), "prod:" + made.key());

        assertThat(refusal(() -> variables.change(mary.at(project).toChangeAsEditor(), List.of(set("A", "1")))))
                .isEqualTo("ProductionNotConfirmed");
        variables.change(mary.at(home).toChangeAsEditor(), List.of(set("A", "1")), Confirmed.PRODUCTION);
        assertThat(variables.names(mary.at(project).asViewer())).containsExactly("A");
        assertThat(refusal(() -> deployments.list(mary.at(project).asViewer()))).isEqualTo("OneDeployment");
        assertThat(defaults.drift(mary.at(home).asViewer()).missing()).isEmpty();
    }

    @Test
    void pausesAndResumesAndNamesThePermissionThatIsMissing() throws Exception {
        connect();
        var edith = ProjectPerson.signUp(app, "Edith");
        app.bean(Projects.class).admit(mary.id(), project, edith.id(), ProjectRole.EDITOR);
        SmallPush.push(made.url(), made.key(), "notes.js", NOTES);
        assertThat(deployments.state(edith.at(home).asViewer())).isEqualTo(DeploymentState.RUNNING);

        deployments.pause(mary.at(home).toChangeAsOwner(), Confirmed.NO);
        assertThat(deployments.state(edith.at(home).asViewer())).isEqualTo(DeploymentState.PAUSED);
        assertThat(run("notes:list", home, Confirmed.NO)).isInstanceOf(FunctionRun.Threw.class);
        deployments.resume(mary.at(home).toChangeAsOwner());
        assertThat(run("notes:list", home, Confirmed.NO)).isInstanceOf(FunctionRun.Returned.class);

        convex.deploymentFault(made, "POST", "{\"match\": \"POST /api/(v1/pause|query)\", \"status\": 403}");
        assertThatThrownBy(() -> deployments.pause(mary.at(home).toChangeAsOwner(), Confirmed.NO))
                .hasMessageContaining("deployment:pause");
        assertThat(deployments.state(mary.at(home).asViewer())).isEqualTo(DeploymentState.UNKNOWN);
        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.CONNECTED);
    }

    @Test
    void tellsWhatDiffersFromTheDefaultsAndMovesVariablesAfterALook() throws Exception {
        connect();
        app.platform(
                "POST",
                "/v1/projects/" + made.project() + "/update_default_environment_variables",
                "{\"changes\": [" + aDefault("SAME", "1") + "," + aDefault("OTHER", "2") + "," + aDefault("GONE", "3")
                        + "]}");
        variables.change(
                mary.at(home).toChangeAsEditor(),
                List.of(set("SAME", "1"), set("OTHER", "changed"), set("MINE", "4")),
                Confirmed.NO);

        assertThat(defaults.drift(mary.at(home).asViewer()).differing()).containsExactly("OTHER");
        assertThat(defaults.drift(mary.at(home).asViewer()).missing()).containsExactly("GONE");
        defaults.use(mary.at(home).toChangeAsEditor(), "GONE", Confirmed.NO);
        defaults.use(mary.at(home).toChangeAsEditor(), "OTHER", Confirmed.NO);
        assertThat(defaults.drift(mary.at(home).asViewer()).missing()).isEmpty();
        assertThat(value(home, "OTHER")).isEqualTo("2");
        VariableDiff news = defaults.diff(mary.at(home).asOwner());
        assertThat(news.added()).containsExactly("MINE");
        assertThat(news.same()).containsExactly("GONE", "OTHER", "SAME");
        defaults.change(mary.at(home).toChangeAsOwner(), news.changes());
        assertThat(defaults.diff(mary.at(home).asOwner()).isEmpty()).isTrue();
        assertThat(variables.names(mary.at(Target.of(
                                project, convex.add(made.project(), "dev").deployment()))
                        .asViewer()))
                .as("a new deployment begins with them")
                .containsExactly("GONE", "MINE", "OTHER", "SAME");

        Target prod = production(convex.add(made.project(), "prod"));
        VariableDiff copy = variables.diff(mary.at(prod).asEditor(), made.deployment());
        assertThat(copy.added()).containsExactly("GONE", "MINE", "OTHER", "SAME");
        assertThat(copy.toString()).as("values are masked").contains("•••").doesNotContain("=4");
        variables.change(mary.at(prod).toChangeAsEditor(), copy.changes(), Confirmed.PRODUCTION);
        assertThat(value(prod, "MINE")).isEqualTo("4");

        app.platformFault("{\"match\": \"GET .*default_environment_variables\", \"status\": 403}");
        assertThat(defaults.drift(mary.at(home).asViewer()).differing())
                .as("a hint that Convex does not give is no failure")
                .isEmpty();
    }

    private FunctionRun run(String name, Target target, Confirmed confirmed) {
        return functions.run(mary.at(target).toChangeAsEditor(), name, "{}", "", confirmed);
    }

    private String value(Target target, String name) {
        return variables.value(mary.at(target).asEditor(), name).orElseThrow().text();
    }

    private static VariableChange set(String name, String value) {
        return new VariableChange(name, Optional.of(new VariableValue(value)));
    }

    private static String aDefault(String name, String value) {
        return "{\"name\": \"" + name + "\", \"deploymentType\": \"dev\", \"value\": \"" + value + "\"}";
    }

    private static String page(URI address, int status) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(status);
            return answer.body();
        }
    }

    private static String refusal(Runnable work) {
        return catchThrowableOfType(Problem.class, work::run).code().text();
    }
}
