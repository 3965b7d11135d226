package dev.lockstep.project.ui.code;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.lockstep.kit.CodeEditor;
import dev.lockstep.kit.Confirm;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.project.CodeFiles;
import dev.lockstep.project.Connection;
import dev.lockstep.project.DevServers;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.server.DevServer;
import dev.lockstep.project.server.DevServer.Status;
import dev.lockstep.project.ui.page.NameDialog;
import dev.lockstep.project.ui.page.ProjectTab;
import dev.lockstep.project.ui.page.Words;
import java.util.List;
import java.util.Optional;

/** A project's code: its files, one of them in the editor, and what the dev server says to what was saved. */
final class CodePart extends Section implements ProjectTab.Following {

    private final CodeFiles files;
    private final DevServers servers;
    private final Visit visit;
    private final ProjectId project;
    private final boolean editable;
    private final UnorderedList list = new UnorderedList();
    private final CodeEditor editor;
    private final Span title = new Span();
    private final Button save = new Button(getTranslation("code.save"));
    private final Button delete = new Button(getTranslation("code.delete"), click -> delete());
    private final StatePill pill = new StatePill(State.IDLE, "");
    private final Paragraph problem = new Paragraph();
    private final Pre error = new Pre();
    private final String wanted;
    private Optional<Open> open = Optional.empty();
    private Optional<String> refusal = Optional.empty();
    private boolean dirty;

    /** The file in the editor, and its text as it is kept. */
    private record Open(String path, String text) {}

    CodePart(CodeFiles files, DevServers servers, Visit visit, Connection connection, String file) {
        this.files = files;
        this.servers = servers;
        this.visit = visit;
        this.wanted = file;
        this.project = connection.project().id();
        this.editable = connection.project().role().may(ProjectRole.EDITOR);
        addClassNames("card", "code");
        editor = new CodeEditor(getTranslation("code.editor"), visit.person().value() + "." + project);
        editor.onSave(this::save);
        editor.onDraft(base -> open = open.map(now -> new Open(now.path(), base)));
        editor.onDirty(this::dirty);
        save.addClickListener(click -> editor.save());
        save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        save.setVisible(editable);
        delete.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        delete.setVisible(editable);
        var fresh = new Button(getTranslation("code.new"), Glyph.CREATE.draw(), click -> create());
        fresh.setVisible(editable);
        title.addClassName("mono");
        list.addClassName("function-list");
        problem.addClassName("connected-error");
        problem.getElement().setAttribute("role", "alert");
        error.addClassName("dev-error");
        var bar = new Div(title, save, delete, pill);
        bar.addClassName("dev-line");
        var right = new Div(bar, problem, editor, error);
        right.addClassName("code-file");
        var left = new Div(list, fresh);
        left.addClassName("code-files");
        var body = new Div(left, right);
        body.addClassName("functions-body");
        add(new H2(getTranslation("code.title")), new Paragraph(getTranslation("code.lead")), body);
        read(connection).run();
        dirty(false);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        load(open.map(Open::path).orElse(wanted));
    }

    private void load(String path) {
        Live.of(this)
                .run(
                        () -> files.list(visit.asViewer()),
                        found -> {
                            show(found);
                            String first = found.contains(path)
                                    ? path
                                    : found.stream()
                                            .filter(one -> one.endsWith(".ts"))
                                            .findFirst()
                                            .orElse("");
                            if (!first.isEmpty() && open.isEmpty()) {
                                open(first);
                            }
                        },
                        this::failed);
    }

    private void show(List<String> paths) {
        list.removeAll();
        for (String path : paths) {
            var entry = new NativeButton(path.substring("convex/".length()), click -> leave(() -> open(path)));
            entry.addClassNames("function-entry", "mono");
            open.filter(now -> now.path().equals(path))
                    .ifPresent(now -> entry.getElement().setAttribute("aria-current", "true"));
            list.add(new ListItem(entry));
        }
    }

    /** What was typed and not saved is not thrown away without a word. */
    private void leave(Runnable go) {
        if (!dirty) {
            go.run();
            return;
        }
        Confirm.ask(
                getTranslation("code.leave"),
                getTranslation("code.leave.detail", title.getText()),
                getTranslation("code.leave.do"),
                getTranslation("cancel"),
                () -> {
                    editor.forget();
                    go.run();
                });
    }

    private void open(String path) {
        problem.setText("");
        Live.of(this)
                .run(
                        () -> files.read(visit.asViewer(), path),
                        text -> text.ifPresent(content -> {
                            opened(new Open(path, content));
                            load(path);
                        }),
                        this::failed);
    }

    private void opened(Open file) {
        open = Optional.of(file);
        refusal = Optional.empty();
        title.setText(file.path());
        editor.show(file.path(), file.text(), editable ? CodeEditor.Access.WRITE : CodeEditor.Access.READ);
        dirty(false);
        mark(servers.of(visit.asViewer()));
    }

    private void dirty(boolean now) {
        dirty = now;
        save.setEnabled(now);
        delete.setEnabled(open.isPresent());
    }

    private void save(String text) {
        Open file = open.orElse(null);
        if (file == null || !editable) {
            return;
        }
        problem.setText("");
        refusal = Optional.empty();
        Live.of(this)
                .run(
                        () -> {
                            files.write(visit.toChangeAsEditor(), file.path(), Optional.of(file.text()), text);
                            return text;
                        },
                        kept -> {
                            if (open.filter(file::equals).isPresent()) {
                                open = Optional.of(new Open(file.path(), kept));
                                editor.kept(kept);
                                editor.mark(0, "");
                            }
                        },
                        failure -> {
                            failed(failure);
                            if (open.filter(file::equals).isPresent()) {
                                refusal = Optional.of(Words.told(this, failure));
                                mark(servers.of(visit.asViewer()));
                            }
                        });
    }

    private void create() {
        NameDialog.ask(getTranslation("code.new"), "convex/", getTranslation("code.new.do"), path -> {
            files.write(visit.toChangeAsEditor(), path.strip(), Optional.empty(), "");
            leave(() -> open(path.strip()));
        });
    }

    private void delete() {
        open.ifPresent(file -> Confirm.ask(
                getTranslation("code.delete.ask", file.path()),
                getTranslation("code.delete.detail"),
                getTranslation("code.delete"),
                getTranslation("cancel"),
                () -> {
                    files.delete(visit.toChangeAsEditor(), file.path());
                    open = Optional.empty();
                    title.setText("");
                    editor.forget();
                    editor.show("", "", CodeEditor.Access.READ);
                    dirty(false);
                    load("");
                }));
    }

    @Override
    public Runnable read(Connection connection) {
        DevServer server = servers.of(visit.asViewer());
        return () -> show(server);
    }

    private void show(DevServer server) {
        pill.show(
                Words.state(server),
                server.status() == Status.STOPPED
                        ? getTranslation("code.not-pushed")
                        : getTranslation("dev.title") + ": " + getTranslation("dev.status." + server.status()));
        error.setText(server.error().orElse(""));
        error.setVisible(server.error().isPresent());
        if (isAttached()) {
            mark(server);
        }
    }

    /** Why a save was refused, or else what the tool says, is shown at the line that it names. */
    private void mark(DevServer server) {
        String wrong = refusal.or(server::error).orElse("");
        Optional<DevServer.Place> place = DevServer.Place.in(wrong)
                .filter(here ->
                        open.filter(file -> file.path().equals(here.file())).isPresent());
        editor.mark(place.map(DevServer.Place::line).orElse(0), place.isPresent() ? wrong : "");
    }

    private void failed(RuntimeException failure) {
        problem.setText(Words.told(this, failure));
    }
}
