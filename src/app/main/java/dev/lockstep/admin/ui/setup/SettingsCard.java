package dev.lockstep.admin.ui.setup;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.admin.SetupDesk.Given;
import dev.lockstep.admin.SetupDesk.Origin;
import dev.lockstep.core.Setting;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import java.util.List;
import java.util.Locale;

/** The variables of one party: there or not, from where, what they are, and where to find them. */
final class SettingsCard extends Section {

    SettingsCard(Setting.Party party, List<Given> given) {
        addClassNames("card", "settings-card");
        var rows = new Div();
        rows.addClassName("health-rows");
        given.stream()
                .filter(one -> one.setting().party() == party)
                .map(this::row)
                .forEach(rows::add);
        String key = "setup.party." + party.name().toLowerCase(Locale.ROOT);
        add(new H2(getTranslation(key)), new Paragraph(getTranslation(key + ".where")), rows);
    }

    private Div row(Given given) {
        var name = new Span(given.setting().name());
        name.addClassNames("mono", "step-name");
        var head = new Div(name, new StatePill(state(given), word(given)));
        head.addClassName("step-head");
        var value = new Span(given.value().orElseGet(() -> unsaid(given)));
        value.addClassName(given.value().isPresent() ? "mono" : "hint");
        var place = new Paragraph(getTranslation("setup.place", getTranslation("setup.place." + given.setting())));
        place.addClassName("hint");
        var row = new Div(head, value, place);
        row.addClassName("setting");
        return row;
    }

    private String word(Given given) {
        boolean needless = given.origin() == Origin.MISSING && !given.setting().isRequired();
        return getTranslation(
                "setup.origin." + (needless ? "optional" : given.origin().name().toLowerCase(Locale.ROOT)));
    }

    private String unsaid(Given given) {
        return getTranslation(given.origin() == Origin.MISSING ? "setup.value.none" : "setup.value.secret");
    }

    private static State state(Given given) {
        return switch (given.origin()) {
            case GIVEN, USUAL, EMULATED -> State.OK;
            case MISSING -> given.setting().isRequired() ? State.FAIL : State.IDLE;
        };
    }
}
