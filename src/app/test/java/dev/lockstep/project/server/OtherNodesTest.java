package dev.lockstep.project.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.core.PersonId;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Projects;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.server.DevServer.Mode;
import dev.lockstep.project.server.DevServer.Status;
import dev.lockstep.sandbox.process.SandboxKind;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Stopping a dev server of a node that is gone; one of a node that lives is in DevServerTest. */
class OtherNodesTest extends ViewTest {

    private static final String PERSON = "user_of_two_nodes";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private DevServerRows rows;

    @Autowired
    private DevServerRuns runs;

    @Autowired
    private Projects projects;

    @Autowired
    private DevServerNews news;

    @Autowired
    private Connections connections;

    @Test
    @SignedIn(PERSON)
    void givesUpOnANodeThatDoesNotAnswer() {
        ProjectId project = running("a-machine-that-burnt");
        var node = new Node(context::getBean);

        node.stop(project);
        node.hearAfter(Duration.ofSeconds(59));
        assertThat(runs.of(project).status()).isEqualTo(Status.STOPPING);

        node.hearAfter(Duration.ofSeconds(1));
        assertThat(runs.of(project).status()).isEqualTo(Status.LOST);
        assertThat(runs.of(project).isUp()).isFalse();
        assertThat(runs.of(project).outcome()).contains("The machine that it ran on does not answer.");
    }

    @Test
    @SignedIn(PERSON)
    void tellsItsPagesWhenTheOtherNodeHasStoppedIt() {
        ProjectId project = running("a-machine-that-lives");
        var node = new Node(context::getBean);
        node.stop(project);
        rows.change(project, row -> {
            row.stopped(Instant.EPOCH);
            return row;
        });
        var told = new AtomicInteger();
        Runnable unwatch = news.watch(project, told::incrementAndGet);

        node.hearAfter(Duration.ZERO);
        node.hearAfter(Duration.ofMinutes(5));
        unwatch.run();

        assertThat(told).hasValue(1);
        assertThat(runs.of(project).status()).isEqualTo(Status.STOPPED);
    }

    @Test
    @SignedIn(PERSON)
    void bothersNobodyWhoWatchesTheConnectionAlone() {
        ProjectId project = running("a-machine-that-lives");
        var ofServer = new AtomicInteger();
        var ofConnection = new AtomicInteger();
        Runnable unwatch = news.watch(project, ofServer::incrementAndGet);
        Runnable other = connections.watch(
                projects.visit(new PersonId(PERSON), project).asViewer(), ofConnection::incrementAndGet);

        rows.change(project, DevServerEntity::stopping);
        unwatch.run();
        other.run();

        assertThat(ofServer).hasValue(1);
        assertThat(ofConnection).hasValue(0);
    }

    private ProjectId running(String host) {
        ProjectId project = projects.create(new PersonId(PERSON), "Two nodes").id();
        rows.change(project, row -> {
            row.begin(SandboxKind.LOCAL, Mode.WATCH, host, new PersonId(PERSON), Instant.EPOCH);
            return row;
        });
        return project;
    }
}
