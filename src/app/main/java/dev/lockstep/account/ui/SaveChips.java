package dev.lockstep.account.ui;

import dev.lockstep.core.Problem;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.State;
import dev.lockstep.kit.SystemChip;
import dev.lockstep.kit.SystemChips;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.outbox.Leg;
import dev.lockstep.outbox.Outcome;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One chip a system while a save runs and after it. */
final class SaveChips extends SystemChips {

    private final Map<String, SystemChip> chips = new LinkedHashMap<>();
    private final Clock clock;

    SaveChips(String label, Clock clock) {
        super(label);
        this.clock = clock;
    }

    void clear() {
        chips.clear();
        removeAll();
    }

    void show(Leg leg) {
        SystemChip chip = chips.computeIfAbsent(leg.destination(), key -> {
            var created = new SystemChip(system(key), leg.title());
            add(created);
            return created;
        });
        switch (leg.outcome()) {
            case Outcome.Saved() -> chip.show(State.OK, getTranslation("profile.leg.saved", seconds(leg)));
            case Outcome.Queued(var reason, var nextTry)
            when nextTry.isEmpty() && "still sending".equals(reason) -> chip.busy(getTranslation("profile.sending"));
            case Outcome.Queued(var reason, var nextTry) -> {
                String next =
                        nextTry.map(at -> " · " + Ago.until(this, at, clock)).orElse("");
                chip.show(
                        State.WAIT,
                        getTranslation("profile.leg.queued", phrase(ProblemWords.said(this, reason)) + next));
            }
            case Outcome.Rejected(var reason, var fields) -> chip.show(State.FAIL, sentence(reason, fields));
        }
    }

    /** A sentence in the middle of a line goes without its full stop. */
    private static String phrase(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private String sentence(String reason, List<Problem.Field> fields) {
        return fields.isEmpty() ? ProblemWords.said(this, reason) : ProblemWords.sentence(this, fields.getFirst());
    }

    private String seconds(Leg leg) {
        return String.format(getLocale(), "%.1f", leg.took().toMillis() / 1000.0);
    }

    static SystemChip.System system(String destination) {
        return destination.startsWith("CLERK") ? SystemChip.System.CLERK : SystemChip.System.CONVEX;
    }
}
