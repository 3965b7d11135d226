package dev.lockstep.admin.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.dom.Element;
import dev.lockstep.account.drift.Disagreement;
import dev.lockstep.account.drift.Place;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Clerk, Convex and this site say of a person, beside each other: a table for wide pages and for screen readers; on
 * narrow ones each value names its place. A wrong value has an edge and a sign.
 */
public final class ThreeWays extends Div {

    private static final List<Place> COLUMNS = List.of(Place.CLERK, Place.CONVEX, Place.HERE);

    public ThreeWays() {
        addClassName("three-ways");
        getElement().setAttribute("role", "table");
        Element head = row();
        head.appendChild(cell("columnheader", getTranslation("reconciliation.field")));
        COLUMNS.forEach(place -> head.appendChild(cell("columnheader", name(place))));
    }

    /** Adds a field, wrong where it is not what the place with the last word says; where that is silent, where any differ. */
    public ThreeWays add(Disagreement field) {
        Set<Place> wrong = EnumSet.noneOf(Place.class);
        boolean told = field.says().containsKey(field.field().authority());
        boolean disputed = field.says().values().stream().distinct().count() > 1;
        field.says().keySet().stream()
                .filter(place -> told ? field.isWrong(place) : disputed)
                .forEach(wrong::add);
        return add(getTranslation("reconciliation.field." + field.field().part()), field.says(), wrong);
    }

    /** @param says for places that say anything of it; an empty value says that there is none */
    public ThreeWays add(String name, Map<Place, Optional<String>> says, Set<Place> wrong) {
        Element row = row();
        row.appendChild(cell("rowheader", name));
        COLUMNS.forEach(
                place -> row.appendChild(value(place, Optional.ofNullable(says.get(place)), wrong.contains(place))));
        return this;
    }

    private String name(Place place) {
        return getTranslation("reconciliation.place." + place);
    }

    private Element row() {
        var row = new Element("div");
        row.setAttribute("role", "row");
        getElement().appendChild(row);
        return row;
    }

    private static Element cell(String role, String text) {
        var cell = new Element("div");
        cell.setAttribute("role", role);
        cell.setText(text);
        return cell;
    }

    private Element value(Place place, Optional<Optional<String>> said, boolean wrong) {
        String text = said.map(value -> value.map(some -> some.replace("\n", ", "))
                        .orElseGet(() -> getTranslation("reconciliation.nothing")))
                .orElse("–");
        Element cell = cell("cell", wrong ? getTranslation("reconciliation.differs", text) : text);
        cell.setAttribute("data-place", name(place));
        cell.getClassList().set("wrong", wrong);
        cell.getClassList().set("nothing", said.flatMap(value -> value).isEmpty());
        return cell;
    }
}
