package dev.lockstep.admin.ui.health;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import dev.lockstep.account.selftest.Check;
import dev.lockstep.account.selftest.CheckResult;
import dev.lockstep.account.selftest.CheckResult.Answer;
import dev.lockstep.account.selftest.CheckResult.Verdict;
import dev.lockstep.admin.HealthDesk;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.kit.Steps;
import dev.lockstep.kit.language.ProblemWords;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Follows the administrator's own sign-in to Convex, one step after the other, and says where it breaks off. */
public final class SelfTestCard extends Section {

    private final HealthDesk desk;
    private final StatePill pill = new StatePill(State.IDLE, getTranslation("steps.not-yet"));
    private final Button again;
    private final Map<Check, Steps.Step> steps = new EnumMap<>(Check.class);

    public SelfTestCard(HealthDesk desk) {
        this.desk = desk;
        addClassNames("card", "self-test");
        again = new Button(getTranslation("health.again"), Glyph.RETRY.draw(), click -> run());
        var list = new Steps();
        for (Check check : Check.values()) {
            steps.put(check, list.step(getTranslation(key(check))));
        }
        var head = new Header(new Div(new H2(getTranslation("selftest.title")), pill), again);
        head.addClassName("toolbar");
        add(head, new Paragraph(getTranslation("selftest.lead")), list);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        run();
    }

    private void run() {
        Administrator by = desk.administrator();
        again.setEnabled(false);
        pill.show(State.WAIT, getTranslation("steps.running"));
        steps.values().forEach(Steps.Step::running);
        Live live = Live.of(this);
        live.run(() -> desk.selfTest(by, result -> live.show(() -> show(result))), this::over, failure -> {
            again.setEnabled(true);
            pill.show(State.FAIL, getTranslation("selftest.fault"));
        });
    }

    private void over(List<CheckResult> results) {
        again.setEnabled(true);
        long bad = results.stream()
                .filter(result -> result.verdict() == Verdict.BAD)
                .count();
        pill.show(
                bad == 0 ? State.OK : State.FAIL,
                bad == 0 ? getTranslation("selftest.good") : getTranslation("selftest.bad", bad));
    }

    private void show(CheckResult result) {
        Steps.Step step = Objects.requireNonNull(steps.get(result.check()));
        String word =
                getTranslation("selftest.verdict." + result.verdict().name().toLowerCase(Locale.ROOT));
        switch (result.answer()) {
            case Answer.Trouble(var sentence, var next) ->
                step.ended(
                        state(result.verdict()),
                        word,
                        result.took(),
                        ProblemWords.said(this, sentence),
                        Optional.of(ProblemWords.said(this, next)));
            case Answer.Known(var name, var words) -> {
                String key =
                        result.verdict() == Verdict.SKIPPED ? "selftest.skipped" : key(result.check()) + "." + name;
                boolean advises = result.verdict() == Verdict.BAD || result.verdict() == Verdict.ODD;
                Object[] values = words.toArray();
                step.ended(
                        state(result.verdict()),
                        word,
                        result.took(),
                        getTranslation(key, values),
                        advises ? Optional.of(getTranslation(key + ".next", values)) : Optional.empty());
            }
        }
    }

    private static String key(Check check) {
        return "selftest." + check.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static State state(Verdict verdict) {
        return switch (verdict) {
            case GOOD -> State.OK;
            case ODD -> State.WAIT;
            case BAD -> State.FAIL;
            case SKIPPED -> State.IDLE;
        };
    }
}
