package dev.lockstep.project.ui.data;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Data;
import dev.lockstep.project.Visit;
import java.util.List;
import java.util.Map;

/** Tables, schedules or files, by the address. */
final class DataPart extends Section {

    private static final List<String> SHOWN = List.of("tables", "schedules", "files");

    private final Place place;

    DataPart(Data data, Visit visit, Connection connection, Map<String, List<String>> address) {
        this.place = new Place(
                data,
                visit,
                connection,
                address.getOrDefault("deployment", List.of("")).getFirst());
        addClassNames("card", "data");
        String wanted = address.getOrDefault("show", List.of("")).getFirst();
        String show = SHOWN.contains(wanted) ? wanted : SHOWN.getFirst();
        var title = new H2(getTranslation("data.title"));
        var head = new Div(title, choice(show));
        head.addClassName("functions-head");
        String table = address.getOrDefault("table", List.of("")).getFirst();
        Component body = switch (show) {
            case "schedules" -> new SchedulesPart(place);
            case "files" -> new FilesPart(place);
            default -> new TablesPart(place, table);
        };
        add(head, new Paragraph(getTranslation("data.lead." + show)), body);
    }

    private Nav choice(String shown) {
        var nav = new Nav();
        nav.addClassName("data-choice");
        nav.getElement().setAttribute("aria-label", getTranslation("data.choice"));
        for (String one : SHOWN) {
            var link = new Anchor(place.address("show", one), getTranslation("data.show." + one));
            if (one.equals(shown)) {
                link.getElement().setAttribute("aria-current", "page");
            }
            nav.add(link);
        }
        return nav;
    }
}
