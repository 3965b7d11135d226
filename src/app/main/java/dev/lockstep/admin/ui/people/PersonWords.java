package dev.lockstep.admin.ui.people;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.account.drift.Disagreement;
import dev.lockstep.account.drift.Drift;
import dev.lockstep.account.drift.Place;
import dev.lockstep.account.people.ListedPerson;
import dev.lockstep.account.people.Verdict;
import dev.lockstep.account.person.Role;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** How people and what is found about them are called on this page. */
final class PersonWords {

    private PersonWords() {}

    static Component state(Component asking, ListedPerson person) {
        if (person.isDeleted()) {
            return new StatePill(State.IDLE, asking.getTranslation("users.state.deleted"));
        }
        if (person.banned()) {
            return new StatePill(State.FAIL, asking.getTranslation("users.state.banned"));
        }
        String role = person.role() == Role.ADMIN ? "administrator" : "member";
        var word = new Span(asking.getTranslation("users.state." + role));
        word.addClassName("person-role");
        return word;
    }

    static String signedIn(Component asking, ListedPerson person, Clock clock) {
        return person.lastSignedIn()
                .map(at -> Ago.since(asking, at, clock))
                .orElseGet(() -> asking.getTranslation("users.signed-in.never"));
    }

    static StatePill pill(Component asking, Verdict verdict) {
        State state = switch (verdict) {
            case Verdict.InStep inStep -> State.OK;
            case Verdict.OnItsWay onItsWay -> State.WAIT;
            case Verdict.Overtaken overtaken -> State.WAIT;
            case Verdict.OutOfStep outOfStep -> State.FAIL;
            case Verdict.Deleted deleted -> State.IDLE;
            case Verdict.Unknown unknown -> State.IDLE;
            case Verdict.Untold untold -> State.IDLE;
        };
        return new StatePill(state, asking.getTranslation("users.verdict." + key(verdict)));
    }

    private static String key(Verdict verdict) {
        return switch (verdict) {
            case Verdict.InStep() -> "in-step";
            case Verdict.OnItsWay() -> "on-its-way";
            case Verdict.Overtaken() -> "overtaken";
            case Verdict.Deleted() -> "deleted";
            case Verdict.Unknown() -> "unknown";
            case Verdict.Untold(var unread) -> "untold";
            case Verdict.OutOfStep(Drift.Different drift) -> "different";
            case Verdict.OutOfStep(Drift.Missing drift) -> "missing";
            case Verdict.OutOfStep(Drift.Extra drift) -> "extra";
            case Verdict.OutOfStep(Drift.Buried drift) -> "buried";
        };
    }

    static String sentence(Component asking, Verdict verdict) {
        String key = "users.verdict." + key(verdict) + ".detail";
        if (!(verdict instanceof Verdict.OutOfStep(Drift drift))) {
            return asking.getTranslation(key);
        }
        return switch (drift) {
            case Drift.Different(var person, var fields) -> asking.getTranslation(key, fields(asking, fields));
            case Drift.Missing(var person, var from, var fields) ->
                fields.isEmpty()
                        ? asking.getTranslation(key, places(asking, from))
                        : asking.getTranslation(
                                "users.verdict.missing.different", places(asking, from), fields(asking, fields));
            case Drift.Extra(var person, var in) -> asking.getTranslation(key, places(asking, in));
            case Drift.Buried(var person, var in) -> asking.getTranslation(key, places(asking, in));
        };
    }

    private static String fields(Component asking, List<Disagreement> fields) {
        return fields.stream()
                .map(one -> asking.getTranslation(
                        "reconciliation.field." + one.field().part()))
                .collect(Collectors.joining(", "));
    }

    private static String places(Component asking, Collection<Place> places) {
        List<String> names = places.stream()
                .sorted()
                .map(place -> asking.getTranslation("users.in." + place))
                .toList();
        return names.size() == 2
                ? asking.getTranslation("reconciliation.and", names.getFirst(), names.getLast())
                : String.join(", ", names);
    }
}
