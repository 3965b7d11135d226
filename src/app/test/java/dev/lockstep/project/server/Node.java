package dev.lockstep.project.server;

import dev.lockstep.core.ManualClock;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.code.Template;
import dev.lockstep.project.connection.ConnectedProjects;
import dev.lockstep.sandbox.Sandboxes;
import java.nio.file.Path;
import java.time.Duration;

/** Another node on the same database, whose time goes on when it is told to. */
public final class Node {

    private final ManualClock clock = ManualClock.standing();
    private final DevServerRuns runs;

    /** Where the parts come from. */
    public interface Beans {
        <T> T bean(Class<T> type);
    }

    public Node(Beans beans) {
        runs = new DevServerRuns(
                beans.bean(DevServerRows.class),
                beans.bean(ConnectedProjects.class),
                beans.bean(Sandboxes.class),
                beans.bean(Template.class),
                new Host(Path.of("another-node")),
                clock);
    }

    public void stop(ProjectId project) {
        runs.stop(project);
    }

    public void hearAfter(Duration time) {
        clock.advance(time);
        runs.hear();
    }
}
