package dev.lockstep.project.ui.functions;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import dev.lockstep.convex.deployment.FunctionRun;
import dev.lockstep.convex.deployment.FunctionSpec;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.project.Functions;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.ui.page.Production;
import dev.lockstep.project.ui.page.Words;

/** Runs one function: arguments, whom to act as, and what came of it. */
final class RunPanel extends Div {

    private static final double NANOS = 1e6;

    private final Functions functions;
    private final Visit visit;
    private final FunctionSpec function;
    private final Production production;
    private final TextArea arguments = new TextArea();
    private final TextField subject = new TextField();
    private final Button run = new Button(getTranslation("run.do"), Glyph.START.draw(), click -> ask());
    private final StatePill pill = new StatePill(State.IDLE, getTranslation("run.not-yet"));
    private final Span took = new Span();
    private final Pre result = new Pre();
    private final Pre lines = new Pre();

    RunPanel(Functions functions, Visit visit, FunctionSpec function, Production production) {
        this.functions = functions;
        this.visit = visit;
        this.function = function;
        this.production = production;
        addClassName("run-panel");
        arguments.setLabel(getTranslation("run.arguments"));
        arguments.setValue(ArgumentSkeleton.of(function.args()));
        arguments.addClassName("mono-field");
        arguments.setWidthFull();
        arguments.setMaxHeight("16rem");
        subject.setLabel(getTranslation("run.subject"));
        subject.setHelperText(getTranslation("run.subject.help"));
        subject.setAutocomplete(Autocomplete.OFF);
        subject.setWidthFull();
        run.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        if (changes()) {
            run.setText(production.words("run.do"));
        }
        took.addClassName("hint");
        result.addClassName("run-result");
        lines.addClassName("run-result");
        result.setVisible(false);
        lines.setVisible(false);
        var line = new Div(run, pill, took);
        line.addClassName("dev-line");
        add(new H3(function.name()), arguments, subject, line, result, lines);
    }

    String function() {
        return function.name();
    }

    private boolean changes() {
        return function.kind() != FunctionSpec.Kind.QUERY;
    }

    private void ask() {
        if (changes()) {
            production.ask(getTranslation("run.ask", function.name()), production.words("run.do"), this::run, () -> {});
        } else {
            run(Confirmed.NO);
        }
    }

    private void run(Confirmed confirmed) {
        run.setEnabled(false);
        pill.show(State.WAIT, getTranslation("run.running"));
        took.setText("");
        String given = arguments.getValue();
        String whom = subject.getValue();
        long start = System.nanoTime();
        Live.of(this)
                .run(
                        () -> functions.run(visit.toChangeAsEditor(), function.name(), given, whom, confirmed),
                        answer -> {
                            took.setText(getTranslation("run.took", Math.round((System.nanoTime() - start) / NANOS)));
                            show(answer);
                        },
                        failure -> {
                            run.setEnabled(true);
                            pill.show(State.FAIL, getTranslation("run.failed"));
                            tell(Words.told(this, failure));
                        });
    }

    private void show(FunctionRun answer) {
        run.setEnabled(true);
        switch (answer) {
            case FunctionRun.Returned returned -> {
                pill.show(State.OK, getTranslation("run.returned"));
                tell(returned.value());
            }
            case FunctionRun.Threw threw -> {
                pill.show(State.FAIL, getTranslation("run.threw"));
                tell(threw.message());
            }
        }
        lines.setText(String.join("\n", answer.logLines()));
        lines.setVisible(!answer.logLines().isEmpty());
    }

    private void tell(String text) {
        result.setText(text);
        result.setVisible(true);
        lines.setVisible(false);
    }
}
