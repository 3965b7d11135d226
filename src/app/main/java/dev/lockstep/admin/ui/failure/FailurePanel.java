package dev.lockstep.admin.ui.failure;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.tabs.TabSheet;
import dev.lockstep.admin.Operations;
import dev.lockstep.core.ChangeId;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.outbox.Failures;
import dev.lockstep.outbox.change.Comparison;
import dev.lockstep.outbox.trouble.Trouble;
import dev.lockstep.outbox.trouble.TroubledChange;
import java.time.Clock;
import java.util.Optional;

/** One failure beside the list: what it is, what each place says about it, how it went, and what can be done. */
final class FailurePanel extends Aside {

    private final Operations operations;
    private final FailureDeeds deeds;
    private final Clock clock;
    private final Runnable closed;
    private final Div head = new Div();
    private final Div actions = new Div();
    private final Div compare = new Div();
    private final Div attempts = new Div();
    private final Div audit = new Div();
    private final Div payload = new Div();
    private final TabSheet tabs = new TabSheet();
    private Optional<Failures.Detail> shown = Optional.empty();

    FailurePanel(Operations operations, FailureDeeds deeds, Clock clock, Runnable closed) {
        this.operations = operations;
        this.deeds = deeds;
        this.clock = clock;
        this.closed = closed;
        addClassName("failure-panel");
        getElement().setAttribute("aria-label", getTranslation("failures.panel"));
        actions.addClassName("failure-actions");
        tabs.add(getTranslation("failures.tab.compare"), compare);
        tabs.add(getTranslation("failures.tab.attempts"), attempts);
        tabs.add(getTranslation("failures.tab.audit"), audit);
        tabs.add(getTranslation("failures.tab.payload"), payload);
        tabs.addThemeName("no-border");
        tabs.addThemeName("no-padding");
        tellTabsFromTheirScroller();
        add(bar(), head, actions, tabs);
        setVisible(false);
    }

    /** A focusable part between a list of tabs and its tabs hides from screen readers that they belong together. */
    private void tellTabsFromTheirScroller() {
        tabs.getElement().executeJs("""
                const list = this.querySelector('vaadin-tabs');
                customElements.whenDefined('vaadin-tabs')
                    .then(() => list.updateComplete)
                    .then(() => list.shadowRoot.querySelector('[tabindex]')?.removeAttribute('tabindex'));
                """);
    }

    private Header bar() {
        var close = new Button(Glyph.CROSS.draw(), click -> closed.run());
        close.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
        close.setAriaLabel(getTranslation("failures.close"));
        var bar = new Header(new Span(getTranslation("failures.panel")), close);
        bar.addClassName("failure-bar");
        return bar;
    }

    Optional<ChangeId> change() {
        return shown.map(detail -> detail.change().id());
    }

    /**
     * Shows a change; asks the systems what they say about it when it is another one than before, or has moved.
     *
     * @param now empty when there is no such change
     */
    void show(ChangeId id, Optional<OpenFailure> now) {
        boolean other = !change().equals(Optional.of(id));
        Optional<Failures.Detail> before = shown;
        shown = now.map(OpenFailure::detail);
        setVisible(true);
        tabs.setVisible(shown.isPresent());
        if (now.isEmpty()) {
            head.removeAll();
            actions.removeAll();
            head.add(new EmptyState(
                    Glyph.CHECK, getTranslation("failures.gone"), getTranslation("failures.gone.detail")));
            return;
        }
        // What has not moved stays as it is, so that nothing jumps under a pointer.
        if (!shown.equals(before)) {
            fill(now.get());
        }
        if (other) {
            tabs.setSelectedIndex(0);
        }
        if (!shown.map(Failures.Detail::change).equals(before.map(Failures.Detail::change))) {
            compareNow(id);
        }
    }

    void close() {
        shown = Optional.empty();
        setVisible(false);
    }

    private void fill(OpenFailure open) {
        Failures.Detail detail = open.detail();
        TroubledChange change = detail.change();
        head.removeAll();
        head.addClassName("failure-head");
        var state = new Div(Words.state(this, change, clock));
        head.add(
                new H2(open.failure().person()),
                new Paragraph(getTranslation("failures.panel.what", Words.what(this, change), detail.title())),
                state);
        change.error().ifPresent(error -> {
            var code = new Span(change.code().orElse(""));
            code.addClassName("code");
            var told = new Paragraph(new Span(ProblemWords.said(this, error) + " "), code);
            told.addClassName("failure-error");
            head.add(told);
        });
        actions.removeAll();
        actions.add(deeds.buttons(open));
        attempts.removeAll();
        attempts.add(FailureRecords.attempts(this, detail.attempts(), clock));
        audit.removeAll();
        audit.add(FailureRecords.audit(this, detail.audit(), open.names(), clock));
        payload.removeAll();
        payload.add(FailureRecords.payload(this, detail));
    }

    private void compareNow(ChangeId id) {
        compare.removeAll();
        compare.add(waiting());
        if (!isAttached()) {
            return;
        }
        var administrator = operations.administrator();
        Live.of(this).run(() -> operations.compare(administrator, id), found -> showComparison(id, found), broken -> {
            compare.removeAll();
            compare.add(new Paragraph(getTranslation("failures.compare.broken")));
        });
    }

    /** An address may name a change before the page is there to show what the systems say. */
    @Override
    protected void onAttach(AttachEvent event) {
        change().ifPresent(this::compareNow);
    }

    private Component waiting() {
        var waiting = new Div(new Span(getTranslation("failures.compare.waiting")));
        waiting.addClassName("skeleton");
        waiting.getElement().setAttribute("aria-busy", "true");
        return waiting;
    }

    private void showComparison(ChangeId id, Optional<Comparison> found) {
        if (!change().equals(Optional.of(id))) {
            return;
        }
        boolean open = shown.flatMap(detail -> detail.change().trouble())
                .filter(trouble -> trouble != Trouble.DISCARDED)
                .isPresent();
        compare.removeAll();
        compare.add(
                found.isPresent()
                        ? new CompareTable(found.get(), open, authority -> deeds.take(shown.orElseThrow(), authority))
                        : new Paragraph(getTranslation("failures.compare.one")));
    }
}
