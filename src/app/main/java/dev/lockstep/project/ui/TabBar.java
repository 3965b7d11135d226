package dev.lockstep.project.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Nav;
import dev.lockstep.project.ui.page.ProjectPlace;
import dev.lockstep.project.ui.page.ProjectTab;
import java.util.List;

/** The parts of a project's page; the chosen one is in sight also where the row is longer than the screen. */
final class TabBar extends Nav {

    TabBar(List<ProjectTab> tabs, ProjectTab chosen, ProjectPlace place) {
        addClassName("project-tabs");
        getElement().setAttribute("aria-label", getTranslation("project.tabs"));
        for (ProjectTab tab : tabs) {
            var link = new Anchor(place.in(tab).address(), getTranslation("project.tab." + tab.name()));
            if (tab == chosen) {
                link.getElement().setAttribute("aria-current", "page");
                // Sideways only: the page itself stays where it is. Again when the styles have come, or the phone is
                // turned.
                link.getElement()
                        .executeJs("const row = this.parentElement;"
                                + " const seen = new ResizeObserver(() => row.scrollLeft = this.offsetLeft"
                                + " - row.offsetLeft - (row.clientWidth - this.offsetWidth) / 2);"
                                + " seen.observe(row); seen.observe(this);");
            }
            add(link);
        }
    }
}
