package dev.lockstep.admin.ui.people;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.account.drift.PersonState;
import dev.lockstep.account.drift.Place;
import dev.lockstep.account.people.PersonLook;
import dev.lockstep.admin.ui.ThreeWays;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.kit.time.Moments;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the three places say of one person: a verdict, why one could not be read, and every field. */
final class LookPart extends Div {

    LookPart() {
        addClassName("person-look");
        getElement().setAttribute("aria-live", "polite");
    }

    /** Nothing is known yet. */
    void ask() {
        removeAll();
        var waiting = new Div(new Span(getTranslation("users.asking")));
        waiting.addClassName("skeleton");
        getElement().setAttribute("aria-busy", "true");
        add(waiting);
    }

    /** Nothing can be known, through a fault of our own. */
    void broken() {
        calm();
        add(new Paragraph(getTranslation("users.broken")));
    }

    void show(PersonLook look) {
        calm();
        var verdict =
                new Div(PersonWords.pill(this, look.verdict()), new Span(PersonWords.sentence(this, look.verdict())));
        verdict.addClassName("person-verdict");
        add(verdict);
        look.sides().forEach((place, side) -> {
            if (side instanceof PersonLook.Side.Unread(var why)) {
                var line = new Paragraph(getTranslation(
                        "users.unread",
                        getTranslation("reconciliation.place." + place),
                        ProblemWords.sentence(this, why),
                        ProblemWords.nextStep(this, why)));
                line.addClassName("compare-unread");
                add(line);
            }
        });
        if (!known(look).isEmpty()) {
            add(table(look));
        }
    }

    private void calm() {
        removeAll();
        getElement().removeAttribute("aria-busy");
    }

    private static Map<Place, PersonState> known(PersonLook look) {
        Map<Place, PersonState> known = new EnumMap<>(Place.class);
        for (Place place : Place.values()) {
            look.state(place).ifPresent(state -> known.put(place, state));
        }
        return known;
    }

    private ThreeWays table(PersonLook look) {
        var table = new ThreeWays();
        look.fields().forEach(table::add);
        Map<Place, Optional<String>> times = new EnumMap<>(Place.class);
        known(look)
                .forEach((place, state) ->
                        times.put(place, state.clerkUpdatedAt().map(at -> Moments.dateTime(this, at))));
        // Not marked: a change that one of them does not keep moves Clerk's time alone.
        return table.add(getTranslation("users.time"), times, Set.of());
    }
}
