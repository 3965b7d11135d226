package dev.lockstep.project.ui.connect;

import com.vaadin.flow.component.html.Div;
import dev.lockstep.kit.State;
import dev.lockstep.kit.Steps;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.attempt.ConnectStep;
import dev.lockstep.project.attempt.StepState;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The steps of an attempt: those done with how long they took, the one at work, those to come. */
final class AttemptSteps extends Div {

    private final Map<ConnectStep, Steps.Step> steps = new EnumMap<>(ConnectStep.class);

    AttemptSteps(Attempt attempt) {
        var list = new Steps();
        for (ConnectStep step : ConnectStep.values()) {
            boolean skipped = attempt.step(step).isEmpty()
                    && (step == ConnectStep.AUTHORIZE || step == ConnectStep.EXCHANGE)
                    && attempt.step(ConnectStep.CHOOSE).isPresent();
            // A team that was authorised before needs neither.
            if (!skipped) {
                steps.put(step, list.step(getTranslation("connect.step." + step)));
            }
        }
        add(list);
        update(attempt);
    }

    void update(Attempt attempt) {
        steps.forEach((step, shown) -> attempt.step(step).ifPresent(state -> show(shown, state, attempt)));
    }

    private void show(Steps.Step shown, StepState state, Attempt attempt) {
        switch (state.progress()) {
            case RUNNING ->
                shown.running(getTranslation(
                        state.step() == ConnectStep.AUTHORIZE || state.step() == ConnectStep.CHOOSE
                                ? "connect.step.yours"
                                : "connect.step.running"));
            case DONE -> shown.ended(State.OK, getTranslation("connect.step.done"), state.took(), "", Optional.empty());
            case FAILED ->
                shown.ended(
                        State.FAIL,
                        getTranslation("connect.step.failed"),
                        state.took(),
                        attempt.fault()
                                .map(fault -> ProblemWords.said(this, fault.sentence()))
                                .orElse(""),
                        Optional.empty());
        }
    }
}
