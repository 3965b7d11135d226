package dev.lockstep.project.ui.server;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.LogView;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.project.Connection;
import dev.lockstep.project.DevServers;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.server.Check;
import dev.lockstep.project.server.DevServer;
import dev.lockstep.project.server.DevServer.Mode;
import dev.lockstep.project.server.DevServer.Status;
import dev.lockstep.project.ui.page.ProjectTab;
import dev.lockstep.project.ui.page.Words;
import java.time.Instant;
import java.util.List;

/** The dev server of a project: what it is doing, to start and stop it, and what it says. */
final class DevServerPart extends Section implements ProjectTab.Following {

    private final DevServers servers;
    private final Visit visit;
    private final ProjectId project;
    private final StatePill pill = new StatePill(State.IDLE, "");
    private final Uptime uptime = new Uptime();
    private final Span pushes = new Span();
    private final Span target = new Span();
    private final Select<Mode> mode = new Select<>();
    private final SandboxSelect sandbox;
    private final Paragraph unconfined = new Paragraph();
    private final Button start = new Button(getTranslation("dev.start"), Glyph.START.draw(), click -> start());
    private final Button stop = new Button(getTranslation("dev.stop"), Glyph.STOP.draw(), click -> stop());
    private final Paragraph note = new Paragraph();
    private final Pre error = new Pre();
    private final Details checks = new Details();
    private final LogView log;

    DevServerPart(DevServers servers, Visit visit, Connection connection) {
        this.servers = servers;
        this.visit = visit;
        this.project = connection.project().id();
        addClassNames("card", "dev-server");
        mode.setItems(Mode.WATCH, Mode.ONCE);
        mode.setItemLabelGenerator(one -> getTranslation("dev.mode." + one));
        mode.setAriaLabel(getTranslation("dev.mode"));
        sandbox = new SandboxSelect(servers, visit, servers.of(visit.asViewer()).sandbox());
        start.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        stop.addThemeVariants(ButtonVariant.LUMO_ERROR);
        error.addClassName("dev-error");
        pushes.addClassName("hint");
        target.addClassName("hint");
        unconfined.addClassName("hint");
        unconfined.setVisible(false);
        sandbox.addWarningListener(sentence -> {
            unconfined.setText(sentence);
            unconfined.setVisible(!sentence.isEmpty());
        });
        var line = new Div(start, stop, mode, sandbox, pill, uptime, pushes, target);
        line.addClassName("dev-line");
        log = new LogView(getTranslation("dev.log"), connection.project().name(), getTranslation("dev.log.empty"));
        checks.setSummaryText(getTranslation("dev.check"));
        checks.addOpenedChangeListener(change -> {
            if (change.isOpened()) {
                check();
            }
        });
        add(new H2(getTranslation("dev.title")), line, unconfined, note, error, checks, log);
        mode.setValue(servers.of(visit.asViewer()).mode());
        read(connection).run();
    }

    @Override
    public Runnable read(Connection connection) {
        DevServer server = servers.of(visit.asViewer());
        return () -> show(connection, server);
    }

    private void show(Connection connection, DevServer server) {
        boolean editor = connection.project().role().may(ProjectRole.EDITOR);
        String address = connection
                .connected()
                .map(Connected::deploymentUrl)
                .map(Object::toString)
                .orElse("");
        target.setText(getTranslation("dev.target", address));
        mode.setVisible(editor);
        sandbox.setVisible(editor);
        String word = getTranslation("dev.status." + server.status());
        pill.show(
                Words.state(server),
                server.phase()
                        .filter(phase -> server.status() == Status.STARTING)
                        .map(phase -> word + ": " + getTranslation("dev.phase." + phase))
                        .orElse(word));
        boolean up = server.isUp();
        start.setVisible(editor && !up);
        stop.setVisible(editor && up);
        stop.setEnabled(server.status() != Status.STOPPING);
        mode.setEnabled(!up);
        sandbox.setEnabled(!up);
        if (up) {
            sandbox.setValue(server.sandbox());
        }
        uptime.since(up ? server.startedAt().orElse(Instant.EPOCH) : Instant.EPOCH);
        pushes.setText(server.pushes() == 0 ? "" : getTranslation("dev.pushed", server.pushes()));
        note.setText(
                server.startedAt().isEmpty()
                        ? getTranslation(editor ? "dev.never" : "dev.viewer", address)
                        : server.outcome()
                                .filter(ended -> !up)
                                .map(ended -> getTranslation("dev.ended", ProblemWords.said(this, ended)))
                                .orElse(""));
        note.setVisible(!note.getText().isEmpty());
        error.setText(server.error().map(why -> ProblemWords.said(this, why)).orElse(""));
        error.setVisible(server.error().isPresent());
        boolean trouble = server.status() == Status.ERROR || server.status() == Status.LOST;
        checks.setVisible(trouble);
        if (!trouble) {
            checks.setOpened(false);
        }
    }

    private void check() {
        checks.removeAll();
        checks.add(new Span(getTranslation("dev.check.looking")));
        Live.of(this).run(() -> servers.checks(visit.asViewer()), this::show, failure -> checks.removeAll());
    }

    private void show(List<Check> found) {
        var list = new Div();
        list.addClassName("dev-checks");
        for (Check check : found) {
            String word = getTranslation("dev.check." + check.need());
            list.add(new Div(
                    new StatePill(check.trouble().isEmpty() ? State.OK : State.FAIL, word),
                    new Span(check.trouble()
                            .map(why -> ProblemWords.said(this, why))
                            .orElse(""))));
        }
        checks.removeAll();
        checks.add(list);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        var feed = new LogFeed(log, Live.of(this));
        Runnable unfollow = servers.log(visit.asViewer()).follow(feed::kept, feed::next);
        addDetachListener(detach -> {
            detach.unregisterListener();
            unfollow.run();
        });
    }

    private void start() {
        try {
            servers.start(visit.toChangeAsEditor(), mode.getValue(), sandbox.getValue());
        } catch (Problem problem) {
            error.setText(ProblemWords.sentence(this, problem) + "\n" + ProblemWords.nextStep(this, problem));
            error.setVisible(true);
        }
    }

    private void stop() {
        servers.stop(visit.toChangeAsEditor());
    }
}
