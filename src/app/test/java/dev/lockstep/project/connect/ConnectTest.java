package dev.lockstep.project.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.Browser;
import dev.lockstep.ConvexSide;
import dev.lockstep.LockstepApp;
import dev.lockstep.ProjectPerson;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.Problem;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Projects;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.attempt.AttemptId;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.attempt.ConnectStep;
import dev.lockstep.project.attempt.Fault;
import dev.lockstep.project.attempt.StepState;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.connection.ConnectedProjects.Parting;
import dev.lockstep.project.connection.StoredKeys.StoredKey;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person connects a project to Convex: with a browser, the emulated platform, and everything that can go wrong. */
@Tag("wire")
class ConnectTest {

    private static final String CREATE = "POST /v1/teams/.*/create_project";
    private static final Duration QUIET = Duration.ofSeconds(91);

    private final LockstepApp app = LockstepApp.shared();
    private final ConvexSide convex = new ConvexSide(app);
    private final Connections connections = app.bean(Connections.class);
    private final Orphans orphans = app.bean(Orphans.class);
    private final Workshop workshop = new Workshop(app::bean);

    @AfterEach
    void calm() {
        app.calm();
        convex.clear("local");
        convex.clear("field-crew");
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
        Attempt attempt = mary.of(project).attempt().orElseThrow();
        connections.select(mary.at(project).toChangeAsOwner(), new Choice.Fresh("Frankenstein"));
        mary.connected(project);

        Connected connected = mary.of(project).connected().orElseThrow();
        assertThat(connected.teamSlug()).contains("local");
        assertThat(connected.projectSlug())
                .hasValueSatisfying(slug -> assertThat(slug).startsWith("frankenstein"));
        assertThat(connected.state()).isEqualTo(Connected.State.CONNECTED);
        assertThat(connected.siteUrl()).isPresent();
        StoredKey key = workshop.key(project).orElseThrow();
        assertThat(key.open().reveal())
                .startsWith("dev:" + connected.deploymentName().orElseThrow() + "|");
        assertThat(key.sealed()).doesNotContain(key.open().reveal());
        assertThat(workshop.holdsSecrets(attempt.id())).isFalse();
        assertThat(workshop.steps(attempt.id())).extracting(StepState::step).containsExactly(ConnectStep.values());
        assertThat(workshop.steps(attempt.id())).allSatisfy(step -> {
            assertThat(step.progress()).isEqualTo(StepState.Progress.DONE);
            assertThat(step.took()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        });
        assertThat(audit(project)).containsExactly("project.created", "project.connecting", "project.connected");
    }

    @Test
    void takesAnAnswerOnlyFromWhoWasAskedAndWhereTheyWereAsked() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        var percy = ProjectPerson.signUp(app, "Percy");
        ProjectId project = mary.project("Frankenstein");
        URI callback = mary.agree(mary.leave(project), "local");

        HttpResponse<String> nobodys =
                mary.comeBack(URI.create(app.web() + "/convex/callback?code=made-up&state=" + "x".repeat(43)));
        HttpResponse<String> percys = percy.comeBack(callback);
        HttpResponse<String> otherMachine = mary.elsewhere().comeBack(callback);
        HttpResponse<String> signedOut =
                new Browser(app.web()).ask(HttpRequest.newBuilder(callback).GET());

        assertThat(List.of(nobodys, percys, otherMachine)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("belongs to nothing that was begun here in this browser");
        });
        assertThat(signedOut.statusCode()).isEqualTo(401);
        assertThat(mary.comeBack(callback).statusCode())
                .as("the right one, after all")
                .isEqualTo(303);
        mary.settled(project, AttemptStatus.SELECTING);
        HttpResponse<String> again = mary.comeBack(callback);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("used already");
        assertThat(connections.teams(mary.id())).hasSize(1);
        assertThat(connections.choices(mary.at(project).toChangeAsOwner(), ""))
                .as("the token still works")
                .isNotNull();
    }

    /** Convex takes back what a code was traded for when the code comes a second time: it must never leave us twice. */
    @Test
    void takesOneOfTwoAnswersAtTheSameMoment() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        URI callback = mary.agree(mary.leave(project), "local");

        List<Integer> statuses =
                together(6, number -> () -> mary.comeBack(callback).statusCode());

        assertThat(statuses).filteredOn(status -> status == 303).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(5);
        mary.settled(project, AttemptStatus.SELECTING);
        assertThat(connections.choices(mary.at(project).toChangeAsOwner(), "")).isNotNull();
    }

    @Test
    void endsAnAttemptFromWhichNobodyComesBack() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        URI callback = mary.agree(mary.leave(project), "local");

        workshop.later(Duration.ofMinutes(9));
        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.CONNECTING);
        workshop.later(Duration.ofMinutes(11));

        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.FAILED);
        assertThat(fault(mary, project).code()).isEqualTo("AuthorizationExpired");
        assertThat(mary.comeBack(callback).statusCode()).as("too late").isEqualTo(409);
        mary.connect(project, "local", new Choice.Fresh("Frankenstein"));
    }

    /** An attempt at which a person was to pick a project once stood in everybody's way for ever. */
    @Test
    void endsAnAttemptForWhichNobodyPicksAProject() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        mary.authorise(project, "local");

        workshop.later(Duration.ofHours(23));
        mary.settled(project, AttemptStatus.SELECTING);
        workshop.later(Duration.ofHours(25));

        assertThat(fault(mary, project).code()).isEqualTo("ChoiceExpired");
    }

    @Test
    void letsOneOfTwoBrowsersConnect() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        var percy = ProjectPerson.signUp(app, "Percy");
        ProjectId project = mary.project("Frankenstein");
        app.bean(Projects.class).admit(mary.id(), project, percy.id(), ProjectRole.OWNER);

        List<HttpResponse<String>> answers = together(2, number -> () -> (number == 0 ? mary : percy).leave(project));

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(302, 409);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 409)
                .allSatisfy(answer -> assertThat(answer.body()).contains("is connecting this project at this moment"));
        connections.cancel(percy.at(project).toChangeAsOwner());
        percy.connect(project, "local", new Choice.Fresh("Frankenstein"));
        assertThat(convex.projects("local", "Frankenstein")).hasSize(1);
    }

    /**
     * The request arrives and its answer does not. A repetition finds what was made. With {@code Retry-After: 0} the HTTP
     * library itself once sent the request a second time, whatever it was.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\": 500",
                "\"status\": 500, \"after\": true",
                "\"status\": 503, \"after\": true, \"headers\": {\"Retry-After\": \"0\"}",
                "\"status\": 200, \"body\": \"<html>\", \"after\": true"
            })
    void makesNoSecondProjectWhenItTriesAgain(String trouble) throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        app.platformFault("{\"match\": \"" + CREATE + "\", " + trouble + "}");

        mary.choose(project, "local", new Choice.Fresh("Frankenstein"));
        mary.settled(project, AttemptStatus.FAILED);
        app.calm();
        connections.again(mary.at(project).toChangeAsOwner());
        mary.connected(project);

        assertThat(convex.projects("local", "Frankenstein")).hasSize(1);
        assertThat(orphansOf(mary)).isEmpty();
    }

    /** The person gives up instead of trying again: nothing knew of the project that Convex had made. */
    @Test
    void findsOutWhatBecameOfARequestThatNobodyRepeats() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId lost = mary.project("Frankenstein");
        ProjectId never = mary.project("Prometheus");
        app.platformFault("{\"match\": \"" + CREATE + "\", \"status\": 500, \"after\": true, \"times\": 1}");
        app.platformFault("{\"match\": \"" + CREATE + "\", \"status\": 500, \"times\": 1}");
        mary.choose(lost, "local", new Choice.Fresh("Frankenstein"));
        mary.settled(lost, AttemptStatus.FAILED);
        mary.choose(never, "local", new Choice.Fresh("Prometheus"));
        mary.settled(never, AttemptStatus.FAILED);
        assertThat(orphansOf(mary)).isEmpty();

        workshop.later(QUIET);

        assertThat(orphansOf(mary))
                .extracting(Orphan::convexProject)
                .containsExactlyElementsOf(convex.projects("local", "Frankenstein"));
        connections.again(mary.at(lost).toChangeAsOwner());
        mary.connected(lost);
        assertThat(convex.projects("local", "Frankenstein")).hasSize(1);
        assertThat(orphansOf(mary)).isEmpty();
    }

    @Test
    void goesOnWithAQuietAttemptAndDropsWhatItBringsLate() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        var attempt = failed(mary, project);
        app.platformFault("{\"match\": \"GET /v1/projects/\\\\d+$\", \"delayMillis\": 2500, \"times\": 1}");
        CompletableFuture<Void> quiet = workshop.again(attempt);
        LockstepApp.await(
                "it is made", () -> !convex.projects("local", "Frankenstein").isEmpty());

        workshop.later(QUIET);

        mary.connected(project);
        Connected first = mary.of(project).connected().orElseThrow();
        quiet.join();
        assertThat(mary.of(project).connected()).contains(first);
        assertThat(convex.projects("local", "Frankenstein")).hasSize(1);
        assertThat(orphansOf(mary)).isEmpty();
    }

    /** The first request is carried out after the second: there are two then, and the spare one must be known. */
    @Test
    void listsTheSpareProjectOfARequestThatWasOvertaken() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        var attempt = failed(mary, project);
        app.platformFault("{\"match\": \"" + CREATE + "\", \"delayMillis\": 2500, \"times\": 1}");
        CompletableFuture<Void> quiet = workshop.again(attempt);
        LockstepApp.await("it is under way", () -> workshop.asking(project));

        workshop.later(QUIET);

        mary.connected(project);
        Connected first = mary.of(project).connected().orElseThrow();
        quiet.join();
        assertThat(orphansOf(mary)).hasSize(1);
        assertThat(mary.of(project).connected()).contains(first);
        orphans.delete(orphansOf(mary).getFirst());
        assertThat(orphansOf(mary)).isEmpty();
        assertThat(convex.projects("local", "Frankenstein")).hasSize(1);
        connections.check(mary.at(project).asViewer());
    }

    /** Nothing had come of the first request when the second was sent; Convex carries it out when all is connected. */
    @Test
    void listsTheSpareProjectOfARequestThatIsCarriedOutAfterItWasGivenUp() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        app.platformFault("{\"match\": \"" + CREATE + "\", \"status\": 500, \"times\": 1}");
        mary.choose(project, "local", new Choice.Fresh("Frankenstein"));
        mary.settled(project, AttemptStatus.FAILED);
        connections.again(mary.at(project).toChangeAsOwner());
        mary.connected(project);
        Connected first = mary.of(project).connected().orElseThrow();
        long late = convex.makeProject("local", "Frankenstein");
        assertThat(orphansOf(mary)).isEmpty();

        workshop.later(QUIET);
        workshop.later(QUIET);

        assertThat(orphansOf(mary)).extracting(Orphan::convexProject).containsExactly(late);
        assertThat(mary.of(project).connected()).contains(first);
        // It is looked for once: what is made under that name afterwards is somebody else's.
        convex.makeProject("local", "Frankenstein");
        workshop.later(QUIET);
        assertThat(orphansOf(mary)).extracting(Orphan::convexProject).containsExactly(late);
    }

    /** Two nodes look at the same moment; each once went to work. */
    @Test
    void letsOneOfTwoWatchdogsTakeAnAttemptUp() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        var attempt = failed(mary, project);
        workshop.die(attempt, ConnectStep.PROJECT);
        int seen = workshop.run(attempt);
        app.platformFault("{\"match\": \"" + CREATE + "\", \"delayMillis\": 1500}");

        together(4, number -> () -> {
            workshop.resume(attempt, seen);
            return "";
        });

        mary.connected(project);
        assertThat(workshop.run(attempt)).isEqualTo(seen + 1);
        assertThat(convex.projects("local", "Frankenstein")).hasSize(1);
    }

    /** An attempt to make a project, which Convex has refused. */
    private AttemptId failed(ProjectPerson person, ProjectId project) throws Exception {
        app.platformFault("{\"match\": \"" + CREATE + "\", \"status\": 400, \"times\": 1}");
        person.choose(project, "local", new Choice.Fresh("Frankenstein"));
        person.settled(project, AttemptStatus.FAILED);
        return person.of(project).attempt().orElseThrow().id();
    }

    @ParameterizedTest
    @EnumSource(
            value = ConnectStep.class,
            names = {"PROJECT", "DEPLOYMENT", "KEY", "VERIFY"})
    void goesOnAfterADeathInTheMiddleOfAStep(ConnectStep step) throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        ConvexSide.Made made = convex.make("local", "Prometheus");
        String request = request(step, made);
        if (step == ConnectStep.VERIFY) {
            convex.deploymentFault(made, "POST", "{\"match\": \"" + request + "\", \"status\": 418}");
        } else {
            app.platformFault("{\"match\": \"" + request + "\", \"status\": 500, \"after\": true}");
        }
        boolean existing = step == ConnectStep.VERIFY;
        mary.choose(
                project, "local", existing ? new Choice.Existing(made.project()) : new Choice.Fresh("Frankenstein"));
        mary.settled(project, AttemptStatus.FAILED);
        Attempt attempt = mary.of(project).attempt().orElseThrow();
        assertThat(attempt.step(step).orElseThrow().progress()).isEqualTo(StepState.Progress.FAILED);
        workshop.die(attempt.id(), step);
        app.calm();
        convex.deploymentFault(made, "DELETE", "");

        workshop.later(QUIET);

        mary.connected(project);
        if (!existing) {
            List<Long> projects = convex.projects("local", "Frankenstein");
            assertThat(projects).hasSize(1);
            assertThat(convex.deployments(projects.getFirst())).hasSize(1);
        }
    }

    private static String request(ConnectStep step, ConvexSide.Made made) {
        return switch (step) {
            case PROJECT -> CREATE;
            case DEPLOYMENT -> "POST /v1/projects/.*/create_deployment";
            case KEY -> "POST /v1/deployments/.*/create_deploy_key";
            case VERIFY -> "GET /api/v1/get_canonical_urls";
            case AUTHORIZE, EXCHANGE, CHOOSE -> throw new IllegalArgumentException(step + " of " + made);
        };
    }

    @Test
    void listsWhatACancelledAttemptMadeAndDeletesItWhenAsked() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        app.platformFault("{\"match\": \"" + CREATE + "\", \"delayMillis\": 1500, \"times\": 1}");
        mary.choose(project, "local", new Choice.Fresh("Frankenstein"));
        LockstepApp.await("it is under way", () -> workshop.asking(project));

        connections.cancel(mary.at(project).toChangeAsOwner());

        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.NOT_CONNECTED);
        LockstepApp.await("it is listed", () -> orphansOf(mary).size() == 1);
        Orphan orphan = orphansOf(mary).getFirst();
        assertThat(convex.projects("local", "Frankenstein")).containsExactly(orphan.convexProject());
        app.platformFault("{\"match\": \"POST /v1/projects/.*/delete\", \"status\": 500, \"times\": 1}");
        assertThatThrownBy(() -> orphans.delete(orphan)).isInstanceOf(Problem.class);
        assertThat(orphansOf(mary)).as("still there").hasSize(1);
        orphans.delete(orphan);
        assertThat(orphansOf(mary)).isEmpty();
        assertThat(convex.projects("local", "Frankenstein")).isEmpty();
    }

    /** Somebody has the list open while the person tries again: what is connected now must not be deleted from it. */
    @Test
    void doesNotDeleteWhatIsConnectedMeanwhile() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        app.platformFault("{\"match\": \"POST /v1/projects/.*/create_deployment\", \"status\": 500, \"times\": 1}");
        mary.choose(project, "local", new Choice.Fresh("Frankenstein"));
        mary.settled(project, AttemptStatus.FAILED);
        Orphan seen = orphansOf(mary).getFirst();
        connections.again(mary.at(project).toChangeAsOwner());
        mary.connected(project);

        assertThatThrownBy(() -> orphans.delete(seen)).isInstanceOf(Problem.class);

        assertThat(convex.projects("local", "Frankenstein")).hasSize(1);
        connections.check(mary.at(project).asViewer());
    }

    /** It was deleted from the list while the attempt could still be gone on with, which would look for it for ever. */
    @Test
    void startsAnewWhenWhatWasLeftBehindWasDeleted() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        app.platformFault("{\"match\": \"POST /v1/projects/.*/create_deployment\", \"status\": 500, \"times\": 1}");
        mary.choose(project, "local", new Choice.Fresh("Frankenstein"));
        mary.settled(project, AttemptStatus.FAILED);
        orphans.delete(orphansOf(mary).getFirst());

        connections.again(mary.at(project).toChangeAsOwner());
        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.NOT_CONNECTED);

        mary.connect(project, "local", new Choice.Fresh("Frankenstein"));
        assertThat(convex.projects("local", "Frankenstein")).hasSize(1);
    }

    @Test
    void goesOnWithWhatAnAttemptThatLostItsAccessLeftBehind() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        app.platformFault("{\"match\": \"POST /v1/deployments/.*/create_deploy_key\", \"status\": 401, \"times\": 1}");
        mary.choose(project, "local", new Choice.Fresh("Frankenstein"));
        mary.settled(project, AttemptStatus.FAILED);
        assertThat(mary.of(project).attempt().orElseThrow().canGoOn())
                .as("without access")
                .isFalse();
        assertThat(orphansOf(mary)).hasSize(1);

        mary.connect(project, "local", new Choice.Fresh("Frankenstein"));

        assertThat(convex.projects("local", "Frankenstein")).hasSize(1);
        assertThat(orphansOf(mary)).isEmpty();
        connections.disconnect(mary.at(project).toChangeAsOwner(), Parting.FORGET);
        assertThat(orphansOf(mary))
                .as("what was connected is nobody's leftover")
                .isEmpty();
    }

    @Test
    void tellsRevocationFromTroubleOnTheWay() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        ConvexSide.Made made = convex.make("field-crew", "Prometheus");
        mary.connect(project, "field-crew", new Choice.Existing(made.project()));

        for (String trouble : List.of("\"status\": 503", "\"status\": 403", "\"status\": 429")) {
            convex.deploymentFault(made, "POST", "{\"match\": \"GET /api\", " + trouble + "}");
            assertThatThrownBy(() -> connections.check(mary.at(project).asViewer()))
                    .as(trouble)
                    .isInstanceOf(Problem.class);
            assertThat(mary.of(project).kind()).as(trouble).isEqualTo(Connection.Kind.CONNECTED);
            convex.deploymentFault(made, "DELETE", "");
        }

        convex.revoke("field-crew");
        assertThatThrownBy(() -> connections.check(mary.at(project).asViewer())).isInstanceOf(Problem.class);
        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.REVOKED);
        assertThat(connections.teams(mary.id())).isEmpty();

        mary.connect(project, "field-crew", new Choice.Existing(made.project()));
        connections.check(mary.at(project).asViewer());
        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.CONNECTED);
        assertThat(convex.deployments(made.project())).containsExactly(made.deployment());
    }

    /** Who was revoked has nothing left at Convex whose deletion could be refused. */
    @Test
    void disconnectsWhatWasRevoked() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        mary.connect(project, "field-crew", new Choice.Fresh("Frankenstein"));
        convex.revoke("field-crew");

        connections.disconnect(mary.at(project).toChangeAsOwner(), Parting.DELETE_KEY);

        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.NOT_CONNECTED);
        assertThat(workshop.key(project)).isEmpty();
    }

    @Test
    void showsTheTeamsProjectsAgainOnceConvexAnswers() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        ConvexSide.Made made = convex.make("local", "Prometheus");
        mary.authorise(project, "local");

        app.platformFault("{\"match\": \"GET /v1/teams/.*/projects\", \"status\": 500}");
        assertThat(refusal(() -> connections.choices(mary.at(project).toChangeAsOwner(), "")))
                .isEqualTo("ConvexFailing");
        app.calm();
        app.platformFault("{\"match\": \"GET /v1/teams/.*/projects\", \"status\": 429,"
                + " \"headers\": {\"Retry-After\": \"3600\"}, \"times\": 1}");
        assertThat(refusal(() -> connections.choices(mary.at(project).toChangeAsOwner(), "")))
                .as("nobody is kept waiting for an hour")
                .isEqualTo("ConvexBusy");
        app.platformFault("{\"match\": \"GET /v1/teams/.*/projects\", \"status\": 429,"
                + " \"headers\": {\"Retry-After\": \"1\"}, \"times\": 1}");
        assertThat(connections.choices(mary.at(project).toChangeAsOwner(), "prom"))
                .extracting(choice -> choice.id())
                .containsExactly(made.project());

        app.platformFault("{\"match\": \"" + CREATE + "\", \"status\": 429,"
                + " \"headers\": {\"Retry-After\": \"1\"}, \"times\": 1}");
        connections.select(mary.at(project).toChangeAsOwner(), new Choice.Fresh("Frankenstein"));
        mary.connected(project);
        assertThat(convex.projects("local", "Frankenstein")).hasSize(1);
    }

    @Test
    void saysWhatTheTeamDoesNotAllow() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId full = mary.project("Frankenstein");
        mary.choose(full, "full-house", new Choice.Fresh("Frankenstein"));
        mary.settled(full, AttemptStatus.FAILED);
        assertThat(fault(mary, full).code()).isEqualTo("ProjectQuotaReached");
        assertThat(fault(mary, full).sentence()).isEqualTo("Your Convex team has no project slots left.");
        assertThat(orphansOf(mary)).isEmpty();

        ProjectId locked = mary.project("Prometheus");
        mary.authorise(locked, "field-crew");
        convex.rules("field-crew", "singleSignOn", true);
        try {
            connections.select(mary.at(locked).toChangeAsOwner(), new Choice.Fresh("Prometheus"));
            mary.settled(locked, AttemptStatus.FAILED);
            assertThat(fault(mary, locked).code()).isEqualTo("SSORequired");
        } finally {
            convex.rules("field-crew", "singleSignOn", false);
        }
        connections.again(mary.at(locked).toChangeAsOwner());
        mary.connected(locked);
    }

    /** Convex shows such a mistake on its own page and never comes back, so that the attempt waits until it ends. */
    @Test
    void waitsWhileConvexExplainsAReturnAddressThatItDoesNotKnow() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");

        URI there = connections.authorize(
                mary.at(project).toChangeAsOwner(),
                "a session",
                URI.create("https://elsewhere.example/convex/callback"));
        HttpResponse<String> page =
                mary.browser().ask(HttpRequest.newBuilder(there).GET());

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("redirect_uri");
        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.CONNECTING);
        connections.cancel(mary.at(project).toChangeAsOwner());
        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.NOT_CONNECTED);
    }

    /** The code is good once: after a failed exchange there is nothing to go on with, and that is said. */
    @Test
    void startsAnewWhenTheExchangeFailed() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        app.platformFault("{\"match\": \"POST /oauth/token\", \"status\": 500, \"after\": true, \"times\": 1}");

        mary.comeBack(mary.agree(mary.leave(project), "local"));
        mary.settled(project, AttemptStatus.FAILED);

        assertThat(mary.of(project).attempt().orElseThrow().canGoOn()).isFalse();
        assertThat(refusal(() -> connections.again(mary.at(project).toChangeAsOwner())))
                .isEqualTo("AuthorizationOver");
        assertThat(fault(mary, project).nextStep()).startsWith("Start again");
        app.platformFault("{\"match\": \"POST /oauth/token\", \"delayMillis\": 1500, \"times\": 1}");
        mary.comeBack(mary.agree(mary.leave(project), "local"));
        assertThat(mary.of(project).attempt().orElseThrow().status()).isEqualTo(AttemptStatus.EXCHANGING);
        workshop.later(Duration.ofSeconds(80));
        assertThat(mary.of(project).attempt().orElseThrow().status()).isEqualTo(AttemptStatus.EXCHANGING);
        workshop.later(Duration.ofMinutes(2));
        assertThat(fault(mary, project).code()).isEqualTo("Interrupted");
        assertThat(fault(mary, project).nextStep()).startsWith("Start again");
        assertThat(mary.of(project).attempt().orElseThrow().canGoOn()).isFalse();
        mary.connect(project, "local", new Choice.Fresh("Frankenstein"));
    }

    @Test
    void keepsOneGrantOfTwoThatComeAtTheSameMoment() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        int many = 6;
        List<ProjectId> projects = new ArrayList<>();
        List<URI> callbacks = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            projects.add(mary.project("Part " + i));
            callbacks.add(mary.agree(mary.leave(projects.get(i)), "local"));
        }

        together(many, number -> () -> mary.comeBack(callbacks.get(number)));

        projects.forEach(project -> mary.settled(project, AttemptStatus.SELECTING));
        assertThat(connections.teams(mary.id())).hasSize(1);
    }

    /** One team, many projects: its grant is used by all of them at once. */
    @Test
    void connectsManyProjectsAtOnce() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ConvexSide.Made made = convex.make("local", "Prometheus");
        mary.connect(mary.project("First"), "local", new Choice.Existing(made.project()));
        List<ProjectId> projects = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            projects.add(mary.project("Part " + i));
        }

        together(projects.size(), number -> () -> {
            Choice choice = number < 5 ? new Choice.Fresh("Part " + number) : new Choice.Existing(made.project());
            mary.connect(projects.get(number), "local", choice);
            return "";
        });

        assertThat(convex.deployments(made.project())).containsExactly(made.deployment());
        for (int i = 0; i < 5; i++) {
            assertThat(convex.projects("local", "Part " + i)).hasSize(1);
        }
        assertThat(orphansOf(mary)).isEmpty();
    }

    @Test
    void connectsOneProjectOnceHoweverManyAskAtOnce() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        mary.authorise(project, "local");
        var team = connections.teams(mary.id()).getFirst().id();
        app.platformFault("{\"match\": \"" + CREATE + "\", \"delayMillis\": 3000, \"times\": 1}");

        List<String> told = together(40, number -> () -> {
            try {
                connections.withTeam(mary.at(project).toChangeAsOwner(), team);
                connections.select(mary.at(project).toChangeAsOwner(), new Choice.Fresh("Frankenstein"));
                return "";
            } catch (Problem problem) {
                return problem.code().text();
            }
        });

        assertThat(Set.copyOf(told)).isSubsetOf("", "ConnectionUnderWay").contains("");
        mary.connected(project);
        assertThat(convex.projects("local", "Frankenstein")).hasSize(1);
        assertThat(orphansOf(mary)).isEmpty();
    }

    @Test
    void disconnectsAsFarAsAskedAndAgainWhenThatWasRefused() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        mary.connect(project, "local", new Choice.Fresh("Frankenstein"));
        connections.disconnect(mary.at(project).toChangeAsOwner(), Parting.FORGET);
        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.NOT_CONNECTED);
        assertThat(workshop.key(project)).isEmpty();
        long convexProject = convex.projects("local", "Frankenstein").getFirst();

        mary.connect(project, "local", new Choice.Existing(convexProject));
        app.platformFault("{\"match\": \"POST /v1/deployments/.*/delete_deploy_key\", \"status\": 500, \"times\": 1}");
        refusedOnceThenDone(mary, project, Parting.DELETE_KEY);
        assertThat(convex.projects("local", "Frankenstein")).hasSize(1);

        mary.connect(project, "local", new Choice.Existing(convexProject));
        app.platformFault("{\"match\": \"POST /v1/projects/.*/delete\", \"status\": 403, \"times\": 1}");
        refusedOnceThenDone(mary, project, Parting.DELETE_PROJECT);
        assertThat(convex.projects("local", "Frankenstein")).isEmpty();
        assertThat(audit(project)).contains("project.disconnecting", "project.disconnected");
        assertThat(refusal(() -> connections.disconnect(mary.at(project).toChangeAsOwner(), Parting.FORGET)))
                .isEqualTo("NotConnected");
    }

    private void refusedOnceThenDone(ProjectPerson person, ProjectId project, Parting parting) {
        assertThatThrownBy(() -> connections.disconnect(person.at(project).toChangeAsOwner(), parting))
                .isInstanceOf(Problem.class);
        Connected left = person.of(project).connected().orElseThrow();
        assertThat(left.state()).isEqualTo(Connected.State.DISCONNECT_FAILED);
        assertThat(left.error()).isPresent();
        connections.disconnect(person.at(project).toChangeAsOwner(), parting);
        assertThat(person.of(project).kind()).isEqualTo(Connection.Kind.NOT_CONNECTED);
    }

    @Test
    void connectsADeploymentOfOnesOwn() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        ConvexSide.Made made = convex.make("local", "Prometheus");
        String url = made.url().toString();

        connections.selfHosted(mary.at(project).toChangeAsOwner(), "  " + url + "/ ", " " + made.key() + "\n");

        Connected connected = mary.of(project).connected().orElseThrow();
        assertThat(connected.mode()).isEqualTo(Connected.Mode.SELF_HOSTED);
        assertThat(connected.deploymentUrl()).isEqualTo(made.url());
        assertThat(mary.of(project).dashboard()).isEmpty();
        assertThat(workshop.key(project).orElseThrow().open().reveal()).isEqualTo(made.key());
        connections.disconnect(mary.at(project).toChangeAsOwner(), Parting.DELETE_KEY);
        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.NOT_CONNECTED);
    }

    @Test
    void saysWhatIsWrongWithAnAddressOrAKeyAndNeverRepeatsTheKey() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        ConvexSide.Made made = convex.make("local", "Prometheus");
        String url = made.url().toString();
        String key = made.key();
        String secret = key.substring(key.indexOf('|') + 1);
        Map<List<String>, String> wrong = Map.ofEntries(
                Map.entry(List.of("https://dashboard.convex.dev/t/mary/frankenstein", key), "url"),
                Map.entry(List.of("https://happy-animal-123.convex.site", key), "url"),
                Map.entry(List.of("https://HAPPY-animal-123.CONVEX.SITE", key), "url"),
                Map.entry(List.of(url + "/api", key), "url"),
                Map.entry(List.of(url + "?key=" + key, key), "url"),
                Map.entry(List.of(url + "#" + secret, key), "url"),
                Map.entry(List.of("http://mary:" + secret + "@127.0.0.1", key), "url"),
                Map.entry(List.of("ftp://127.0.0.1", key), "url"),
                Map.entry(List.of("http://127.0.0.1:99999", key), "url"),
                Map.entry(List.of("happy-animal-123", key), "url"),
                Map.entry(List.of("", key), "url"),
                Map.entry(List.of(url, secret), "key"),
                Map.entry(List.of(url, "|" + secret), "key"),
                Map.entry(List.of(url, "name|"), "key"),
                Map.entry(List.of(url, "name|" + secret + " and more"), "key"),
                Map.entry(List.of(url, "name|" + secret + "\nX: y"), "key"),
                Map.entry(List.of(url, "name|" + secret + "é"), "key"),
                Map.entry(List.of(url, "name|" + secret.repeat(200)), "key"),
                Map.entry(List.of(url, "name|wrong" + secret), "key"));

        wrong.forEach((given, field) -> {
            Problem problem = catchThrowableOfType(
                    Problem.class,
                    () -> connections.selfHosted(mary.at(project).toChangeAsOwner(), given.get(0), given.get(1)));
            assertThat(problem).as(given.toString()).isNotNull();
            assertThat(problem.fields())
                    .as(given.toString())
                    .extracting(Problem.Field::field)
                    .containsExactly(field);
            assertThat(problem + problem.nextStep() + problem.fields()).doesNotContain(secret);
        });
        assertThat(refusal(() -> connections.selfHosted(mary.at(project).toChangeAsOwner(), "http://127.0.0.1:9", key)))
                .isEqualTo("ConvexUnreachable");
        assertThat(refusal(() ->
                        connections.selfHosted(mary.at(project).toChangeAsOwner(), app.env("CLERK_API_URL"), key)))
                .as("something answers there, but not Convex")
                .isNotEmpty();
        assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.NOT_CONNECTED);
    }

    /** A server that answers everything with an empty page, or with an empty object, was taken for a deployment. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\\\"convexCloudUrl\\\": 1, \\\"convexSiteUrl\\\": \\\"no address\\\"}"})
    void takesNoAnswerThatSaysNothingForAYes(String body) throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        ConvexSide.Made made = convex.make("local", "Prometheus");
        convex.deploymentFault(made, "POST", "{\"match\": \"GET /api\", \"status\": 200, \"body\": \"" + body + "\"}");

        assertThat(refusal(() -> connections.selfHosted(
                        mary.at(project).toChangeAsOwner(), made.url().toString(), made.key())))
                .isEqualTo("ConvexFailing");
    }

    /** It would otherwise be overwritten by the attempt when that comes to its end. */
    @Test
    void connectsNoDeploymentOfOnesOwnWhileAnAttemptIsUnderWay() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        ConvexSide.Made made = convex.make("local", "Prometheus");
        app.platformFault("{\"match\": \"" + CREATE + "\", \"delayMillis\": 1500, \"times\": 1}");
        mary.choose(project, "local", new Choice.Fresh("Frankenstein"));
        LockstepApp.await("it is under way", () -> workshop.asking(project));

        assertThat(refusal(() -> connections.selfHosted(
                        mary.at(project).toChangeAsOwner(), made.url().toString(), made.key())))
                .isEqualTo("ConnectionUnderWay");

        mary.connected(project);
        assertThat(mary.of(project).connected().orElseThrow().mode()).isEqualTo(Connected.Mode.OAUTH);
    }

    private Fault fault(ProjectPerson person, ProjectId project) {
        return person.of(project).attempt().flatMap(Attempt::fault).orElseThrow();
    }

    private List<Orphan> orphansOf(ProjectPerson person) {
        return orphans.all().stream()
                .filter(orphan -> orphan.person().equals(person.id()))
                .toList();
    }

    /** What was done to the project, the oldest first. */
    private List<String> audit(ProjectId project) {
        List<String> actions = app
                .bean(AuditTrail.class)
                .newest(
                        new AuditTrail.Filter(
                                "project.", Set.of(), workshop.now().minusSeconds(600)),
                        0,
                        1000)
                .stream()
                .filter(record -> record.entry().detail().contains(project.toString()))
                .map(record -> record.entry().action())
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(actions);
        return actions;
    }

    private static String refusal(Runnable work) {
        return catchThrowableOfType(Problem.class, work::run).code().text();
    }

    private static Map<String, String> query(URI address) {
        return Arrays.stream(address.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private interface Numbered<T> {
        Callable<T> of(int number);
    }

    /** All of them begin at the same moment. */
    private static <T> List<T> together(int many, Numbered<T> work) throws Exception {
        var barrier = new CyclicBarrier(many);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                Callable<T> one = work.of(i);
                running.add(threads.submit(() -> {
                    barrier.await();
                    return one.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }
}
