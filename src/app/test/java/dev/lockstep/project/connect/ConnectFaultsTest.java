package dev.lockstep.project.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.ConvexSide;
import dev.lockstep.LockstepApp;
import dev.lockstep.ProjectPerson;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Connections;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.attempt.ConnectStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every step that Lockstep does by itself, with everything that can come instead of its answer: what the person is told,
 * what is left behind, and that going on then ends with one project and one deployment. Prints the table of the manual.
 */
@Tag("wire")
class ConnectFaultsTest {

    private static final String TEAM = "field-crew";
    private static final List<ConnectStep> STEPS =
            List.of(ConnectStep.PROJECT, ConnectStep.DEPLOYMENT, ConnectStep.KEY, ConnectStep.VERIFY);

    /** What comes instead of an answer, until it ends. */
    private enum Instead {
        ERROR_BEFORE("500, nothing done", "\"status\": 500", "ConvexFailing"),
        ERROR_AFTER("500, all done", "\"status\": 500, \"after\": true", "ConvexFailing"),
        UNAUTHORIZED("401", "\"status\": 401", "AccessRevoked"),
        FORBIDDEN("403", "\"status\": 403", "NotPermitted"),
        MISSING("404", "\"status\": 404", "NotFoundInConvex"),
        BUSY("429", "\"status\": 429, \"headers\": {\"Retry-After\": \"0\"}", "ConvexBusy"),
        DROPPED("connection lost, all done", "\"drop\": true, \"after\": true", "ConvexUnreachable"),
        GARBAGE("200 with a web page", "\"status\": 200, \"body\": \"<html>\", \"after\": true", "ConvexFailing"),
        SLOW("later than the time limit", "\"delayMillis\": 9000", "ConvexUnreachable");

        private final String words;
        private final String answer;
        private final String code;

        Instead(String words, String answer, String code) {
            this.words = words;
            this.answer = answer;
            this.code = code;
        }
    }

    /** One field of the table. */
    private record Cell(
            ConnectStep step, Instead instead, ProjectPerson person, ProjectId project, String name, Choice choice) {

        boolean ownsProject() {
            return step == ConnectStep.PROJECT;
        }
    }

    private final LockstepApp app = LockstepApp.shared();
    private final ConvexSide convex = new ConvexSide(app);
    private final Connections connections = app.bean(Connections.class);
    private final ProjectPerson mary = ProjectPerson.signUp(app, "Mary");
    private final List<ConvexSide.Made> troubled = new ArrayList<>();

    @BeforeEach
    void makeRoom() {
        convex.clear(TEAM);
        convex.rules(TEAM, "projectQuota", 100);
    }

    @AfterEach
    void calm() {
        app.calm();
        convex.clear(TEAM);
        convex.rules(TEAM, "projectQuota", 20);
    }

    @Test
    void endsEveryFaultWithOneProjectAndOneDeployment() throws Exception {
        List<Cell> cells = new ArrayList<>();
        for (ConnectStep step : STEPS) {
            for (Instead instead : Instead.values()) {
                cells.add(cell(step, instead));
            }
        }
        List<String> told = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Requests that make projects are all alike, so that these come one after the other.
            Future<List<String>> making = threads.submit(() -> {
                var rows = new ArrayList<String>();
                for (Cell cell : cells.stream().filter(Cell::ownsProject).toList()) {
                    rows.add(fail(cell));
                }
                return rows;
            });
            List<Future<String>> others = cells.stream()
                    .filter(cell -> !cell.ownsProject())
                    .map(cell -> threads.submit(() -> fail(cell)))
                    .toList();
            told.addAll(making.get());
            for (Future<String> other : others) {
                told.add(other.get());
            }
        }
        app.calm();
        LockstepApp.await(
                "what was slow has been done",
                () -> convex.projects(TEAM, name(ConnectStep.PROJECT, Instead.SLOW))
                                .size()
                        == 1);

        for (ConvexSide.Made made : troubled) {
            convex.deploymentFault(made, "DELETE", "");
        }

        cells.forEach(this::goOn);

        cells.forEach(cell -> {
            cell.person().connected(cell.project());
            List<Long> projects = convex.projects(TEAM, cell.name());
            assertThat(projects).as(cell.toString()).hasSize(1);
            assertThat(convex.deployments(projects.getFirst()))
                    .as(cell.toString())
                    .hasSize(1);
            assertThat(orphans(cell)).as(cell.toString()).isEmpty();
        });
        System.out.println(
                "| Step | Instead of the answer | Code | State | Left behind | Then |\n|---|---|---|---|---|---|\n"
                        + String.join("\n", told));
    }

    private static String name(ConnectStep step, Instead instead) {
        return step + " " + instead;
    }

    private Cell cell(ConnectStep step, Instead instead) throws Exception {
        // Whose access is taken away is alone with that.
        ProjectPerson person = instead == Instead.UNAUTHORIZED ? ProjectPerson.signUp(app, "Percy") : mary;
        ProjectId project = person.project(name(step, instead));
        String name = name(step, instead);
        Choice choice = new Choice.Fresh(name);
        String fault = "";
        if (step == ConnectStep.PROJECT) {
            // Asked for when its turn comes.
            fault = "";
        } else if (step == ConnectStep.DEPLOYMENT) {
            long made = convex.makeProject(TEAM, name);
            choice = new Choice.Existing(made);
            fault = "POST /v1/projects/" + made + "/create_deployment";
        } else {
            ConvexSide.Made made = convex.make(TEAM, name);
            choice = new Choice.Existing(made.project());
            fault = "POST /v1/deployments/" + made.deployment() + "/create_deploy_key";
            if (step == ConnectStep.VERIFY) {
                convex.deploymentFault(made, "POST", "{\"match\": \"get_canonical_urls\", " + instead.answer + "}");
                troubled.add(made);
            }
        }
        if (step == ConnectStep.DEPLOYMENT || step == ConnectStep.KEY) {
            app.platformFault("{\"match\": \"" + fault + "$\", " + instead.answer + "}");
        }
        person.begin(project, TEAM);
        return new Cell(step, instead, person, project, name, choice);
    }

    /** @return the row of the table */
    private String fail(Cell cell) {
        if (cell.ownsProject()) {
            int times = cell.instead() == Instead.BUSY ? 4 : 1;
            app.platformFault("{\"match\": \"POST /v1/teams/.*/create_project\", \"times\": " + times + ", "
                    + cell.instead().answer + "}");
        }
        connections.select(cell.person().at(cell.project()).toChangeAsOwner(), cell.choice());
        LockstepApp.await(
                cell + " fails",
                Duration.ofMinutes(1),
                () -> cell.person().of(cell.project()).kind() != Connection.Kind.CONNECTING);
        Attempt attempt = cell.person().of(cell.project()).attempt().orElseThrow();
        assertThat(attempt.fault().orElseThrow().code()).as(cell.toString()).isEqualTo(cell.instead().code);
        assertThat(attempt.step(cell.step()).orElseThrow().progress().name()).isEqualTo("FAILED");
        boolean revoked = cell.instead() == Instead.UNAUTHORIZED;
        assertThat(connections.teams(cell.person().id())).as(cell.toString()).hasSize(revoked ? 0 : 1);
        return "| " + cell.step() + " | " + cell.instead().words + " | " + cell.instead().code + " | "
                + attempt.status()
                + " | " + left(cell) + " | "
                + (revoked ? "reconnect" : "try again") + " |";
    }

    private String left(Cell cell) {
        if (!cell.ownsProject()) {
            return "the project, if it was made for this";
        }
        if (cell.instead() == Instead.SLOW) {
            return "the project, once it is made";
        }
        return convex.projects(TEAM, cell.name()).isEmpty() ? "nothing" : "the project, found when going on";
    }

    private void goOn(Cell cell) {
        try {
            if (cell.instead() == Instead.UNAUTHORIZED) {
                cell.person().choose(cell.project(), TEAM, cell.choice());
            } else {
                connections.again(cell.person().at(cell.project()).toChangeAsOwner());
            }
        } catch (Exception e) {
            throw new AssertionError(cell + " does not go on", e);
        }
    }

    private List<Orphan> orphans(Cell cell) {
        return app.bean(Orphans.class).all().stream()
                .filter(orphan -> orphan.person().equals(cell.person().id()))
                .toList();
    }
}
