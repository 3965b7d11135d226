package dev.lockstep.project.ui.connect;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.attempt.Fault;
import java.util.function.Consumer;

/** Why the last attempt ended, and to go on from where it stopped. */
final class FailedPart extends Div {

    FailedPart(Attempt attempt, Consumer<Attempt> again) {
        addClassName("connect-failed");
        Fault fault = attempt.fault().orElseThrow();
        var sentence = new Paragraph(ProblemWords.said(this, fault.sentence()));
        sentence.addClassName("connected-error");
        add(
                new StatePill(State.FAIL, getTranslation("connect.failed")),
                sentence,
                new Paragraph(ProblemWords.said(this, fault.nextStep())));
        if (attempt.canGoOn()) {
            add(new AttemptSteps(attempt));
            var retry = new Button(getTranslation("connect.again"), Glyph.RETRY.draw(), click -> again.accept(attempt));
            retry.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            retry.setDisableOnClick(true);
            add(retry);
            var other = new Span(getTranslation("connect.again.other"));
            other.addClassName("hint");
            add(other);
        }
    }
}
