package dev.lockstep.project.ui.page;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.project.Connection;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.server.DevServer;
import java.util.Locale;

/** How connections are called. */
public final class Words {

    private Words() {}

    /** {@code team/project}, or the host of a deployment that somebody hosts themselves. */
    public static String place(Connected connected) {
        return connected
                .teamSlug()
                .flatMap(team -> connected.projectSlug().map(project -> team + "/" + project))
                .orElseGet(() -> connected.deploymentUrl().getAuthority());
    }

    public static StatePill pill(Component page, Connected connected) {
        return switch (connected.state()) {
            case CONNECTED -> new StatePill(State.OK, page.getTranslation("connection.CONNECTED"));
            case REVOKED -> new StatePill(State.FAIL, page.getTranslation("connection.REVOKED"));
            case DISCONNECTING -> new StatePill(State.WAIT, page.getTranslation("connection.DISCONNECTING"));
            case DISCONNECT_FAILED -> new StatePill(State.FAIL, page.getTranslation("connection.DISCONNECT_FAILED"));
        };
    }

    public static void show(StatePill pill, Connection connection) {
        State state = switch (connection.kind()) {
            case CONNECTED -> State.OK;
            case CONNECTING -> State.WAIT;
            case FAILED, REVOKED -> State.FAIL;
            case NOT_CONNECTED -> State.IDLE;
        };
        pill.show(state, pill.getTranslation("connection." + connection.kind()));
    }

    /** What a failure says to the person: its own sentence and next step, when it has them. */
    public static String told(Component page, RuntimeException failure) {
        return failure instanceof Problem told ? ProblemWords.both(page, told) : page.getTranslation("project.broken");
    }

    public static State state(DevServer server) {
        return switch (server.status()) {
            case READY -> State.OK;
            case STARTING, STOPPING -> State.WAIT;
            case ERROR, LOST -> State.FAIL;
            case STOPPED -> State.IDLE;
        };
    }

    /** {@code dev}, {@code prod}…, each in its colour. */
    public static Span badge(DeploymentType type) {
        var badge = new Span(type.word());
        badge.addClassNames("deployment-badge", "deployment-" + type.name().toLowerCase(Locale.ROOT));
        return badge;
    }
}
