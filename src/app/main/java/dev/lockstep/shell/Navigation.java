package dev.lockstep.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.server.menu.MenuEntry;
import dev.lockstep.kit.Glyph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ways to all pages that a person may see: a column at the side; on phones a bar below, which holds what everybody has
 * and keeps the administrators' pages behind "More".
 */
final class Navigation extends Nav {

    /** Pages of administrators say that they come after this. */
    private static final double EVERYBODYS = 100;

    private static final String MORE = "nav-more-pages";
    private static final String EXPANDED = "aria-expanded";

    private final Map<String, Anchor> links = new LinkedHashMap<>();
    private final Attentions attentions;
    private final Div rest = new Div();
    private final NativeButton more = new NativeButton();

    private final String home;

    /** @param home where the mark leads */
    Navigation(List<MenuEntry> entries, Attentions attentions, String home) {
        this.home = home;
        this.attentions = attentions;
        addClassName("frame-nav");
        getElement().setAttribute("aria-label", getTranslation("app.nav"));
        add(
                brand(),
                list(entries.stream()
                        .filter(entry -> entry.order() < EVERYBODYS)
                        .toList()));
        List<MenuEntry> others =
                entries.stream().filter(entry -> entry.order() >= EVERYBODYS).toList();
        if (!others.isEmpty()) {
            var label = new Span(getTranslation("nav.more"));
            label.addClassName("label");
            more.add(Glyph.MORE.draw(), label);
            more.addClassName("nav-more");
            more.getElement().setAttribute("aria-controls", MORE);
            more.addClickListener(click -> unfold(!rest.hasClassName("open")));
            rest.setId(MORE);
            rest.addClassName("nav-rest");
            rest.add(list(others));
            unfold(false);
            add(more, rest);
        }
    }

    /** The mark, which leads home. */
    Anchor brand() {
        var brand = new Anchor(home, Glyph.MARK.draw(), new Span(getTranslation("app.name")));
        brand.addClassName("brand");
        brand.getElement().setAttribute("aria-label", getTranslation("app.name"));
        return brand;
    }

    private UnorderedList list(List<MenuEntry> entries) {
        var list = new UnorderedList();
        list.addClassName("nav-list");
        entries.forEach(entry -> list.add(new ListItem(link(entry))));
        return list;
    }

    private Anchor link(MenuEntry entry) {
        var label = new Span(getTranslation(entry.title()));
        label.addClassName("label");
        String path = entry.path().startsWith("/") ? entry.path().substring(1) : entry.path();
        var link = new Anchor(path, Glyph.valueOf(entry.icon()).draw(), label);
        links.put(path, link);
        attentions.join(path, link);
        return link;
    }

    private void unfold(boolean open) {
        rest.setClassName("open", open);
        more.getElement().setAttribute(EXPANDED, String.valueOf(open));
    }

    /** Marks the page that is shown. */
    void at(String path) {
        unfold(false);
        links.forEach((target, link) -> {
            if (target.equals(path)) {
                link.getElement().setAttribute("aria-current", "page");
            } else {
                link.getElement().removeAttribute("aria-current");
            }
        });
    }
}
