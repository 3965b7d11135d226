package dev.lockstep.project.ui.connect;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import dev.lockstep.kit.Live;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.Project;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.connection.Connected;
import java.time.Instant;
import java.util.Optional;

/**
 * Connects a project to Convex: one dialog whose body follows the connection. To choose a team; to wait, pick a project and
 * watch the steps; what it is connected to; why it did not work, with the same choice below. Told by the server of every
 * change.
 */
public final class ConnectDialog extends Dialog {

    private final Connections connections;
    private final Visit visit;
    private final Project project;
    private final Div body = new Div();
    private final Optional<Instant> connectedBefore;
    private Optional<Showing> showing = Optional.empty();

    /** What the body is about: while this stays the same, the body is brought up to date instead of made anew. */
    private record Showing(Connection.Kind kind, Optional<AttemptStatus> status, Optional<Object> attempt) {

        static Showing of(Connection connection) {
            return new Showing(
                    connection.kind(),
                    connection.attempt().map(Attempt::status),
                    connection.attempt().map(Attempt::id));
        }
    }

    public ConnectDialog(Connections connections, Visit visit, Project project) {
        this.connections = connections;
        this.visit = visit;
        this.project = project;
        Connection before = connections.of(visit.asViewer());
        this.connectedBefore = before.connected().map(Connected::since);
        addClassName("connect-dialog");
        setWidth("34rem");
        body.addClassName("connect-body");
        add(body);
        getFooter().add(new Button(getTranslation("close"), click -> close()));
        show(before);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        Live.of(this)
                .follow(
                        news -> connections.watch(visit.asViewer(), news),
                        () -> connections.of(visit.asViewer()),
                        this::show)
                // What changed since this was made.
                .run();
    }

    private void show(Connection connection) {
        Optional<Showing> now = Optional.of(Showing.of(connection));
        Optional<Attempt> underWay =
                connection.attempt().filter(it -> it.status().isUnderWay());
        if (now.equals(showing)) {
            underWay.ifPresent(attempt -> body.getChildren()
                    .filter(ProgressBody.class::isInstance)
                    .forEach(progress -> ((ProgressBody) progress).update(attempt)));
            return;
        }
        showing = now;
        setHeaderTitle(title(connection));
        body.removeAll();
        body.add(content(connection, underWay));
    }

    private String title(Connection connection) {
        return switch (connection.kind()) {
            case NOT_CONNECTED -> getTranslation("connect.title", project.name());
            case CONNECTING -> getTranslation("connect.title.under-way", project.name());
            case CONNECTED -> getTranslation("connect.title.connected", project.name());
            case FAILED -> getTranslation("connect.title.failed", project.name());
            case REVOKED -> getTranslation("connect.title.revoked", project.name());
        };
    }

    private Component content(Connection connection, Optional<Attempt> underWay) {
        if (underWay.isPresent()) {
            return new ProgressBody(connections, visit, project, underWay.get());
        }
        // Opened to connect to something else: what is there already is not the answer then.
        boolean done = connection.kind() == Connection.Kind.CONNECTED
                && connection.attempt().isEmpty()
                && !connection.connected().map(Connected::since).equals(connectedBefore);
        return done ? new DoneBody(connection) : new ChooseBody(connections, visit, connection);
    }
}
