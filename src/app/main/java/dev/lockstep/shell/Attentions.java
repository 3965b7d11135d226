package dev.lockstep.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.kit.Attention;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows what wants attention: a number at its menu entry and a line above the pages that belong with it. */
final class Attentions extends Div {

    private final List<Attention> all;
    private final Map<Attention, Span> badges = new HashMap<>();
    private String path = "";

    Attentions(List<Attention> all) {
        this.all = all;
        addClassName("banners");
        getElement().setAttribute("role", "status");
    }

    /** Gives the entry its number, if anything wants one there. */
    void join(String route, Anchor entry) {
        all.stream().filter(one -> one.route().equals(route)).forEach(one -> {
            var badge = new Span();
            badge.addClassName("nav-badge");
            badge.setVisible(false);
            badges.put(one, badge);
            entry.add(badge);
        });
    }

    /** Shows what there is on the page of this address. */
    void show(String newPath) {
        path = newPath;
        removeAll();
        badges.forEach(this::show);
    }

    private void show(Attention one, Span badge) {
        long count = one.count();
        badge.setVisible(count > 0);
        badge.setText(getTranslation("attention.count", count));
        badge.getElement().setAttribute("aria-label", getTranslation(one.label()) + ": " + count);
        badge.getElement().setAttribute("role", "img");
        Attention.Banner banner = one.banner();
        if (count > 0 && path.startsWith(banner.pages()) && !path.equals(one.route())) {
            String sentence = count == 1 ? getTranslation(banner.one()) : getTranslation(banner.many(), count);
            var line = new Div(
                    Glyph.FAILURE.draw(), new Span(sentence), new Anchor(one.route(), getTranslation(banner.way())));
            line.addClassName("banner");
            add(line);
        }
    }

    /** Follows the numbers until the returned is run. */
    Runnable follow(Live live) {
        List<Runnable> ends = badges.keySet().stream()
                .map(one -> one.watch(() -> live.show(() -> show(path))))
                .toList();
        return () -> ends.forEach(Runnable::run);
    }
}
