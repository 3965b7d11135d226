package dev.lockstep.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.kit.Attention;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Shows what wants attention: a number at its menu entry and a line above the pages that belong with it. */
final class Attentions extends Div {

    private final Map<Attention, LongSupplier> counters = new LinkedHashMap<>();
    private final Map<Attention, Span> badges = new HashMap<>();
    private Map<Attention, Long> counts = Map.of();
    private String path = "";

    /** For the person whose page this is: on the page's thread. */
    Attentions(List<Attention> all) {
        all.forEach(one -> one.counter().ifPresent(counter -> counters.put(one, counter)));
        addClassName("banners");
        getElement().setAttribute("role", "status");
    }

    /** Gives the entry its number, if anything wants one there. */
    void join(String route, Anchor entry) {
        counters.keySet().stream().filter(one -> one.route().equals(route)).forEach(one -> {
            var badge = new Span();
            badge.addClassName("nav-badge");
            badge.setVisible(false);
            badges.put(one, badge);
            entry.add(badge);
        });
    }

    /** Shows what is known on the page of this address. */
    void at(String newPath) {
        path = newPath;
        removeAll();
        badges.forEach(this::show);
    }

    private void show(Attention one, Span badge) {
        long count = counts.getOrDefault(one, 0L);
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

    /**
     * Counts now, and follows the numbers as long as the page is there.
     *
     * @return counts again, off the page
     */
    Runnable follow(Live live) {
        if (badges.isEmpty()) {
            return () -> {};
        }
        Runnable again = live.follow(this::watch, this::count, this::show);
        show(count());
        return again;
    }

    private Runnable watch(Runnable news) {
        List<Runnable> ends =
                badges.keySet().stream().map(one -> one.watch(news)).toList();
        return () -> ends.forEach(Runnable::run);
    }

    private Map<Attention, Long> count() {
        return badges.keySet().stream()
                .collect(Collectors.toMap(one -> one, one -> counters.get(one).getAsLong()));
    }

    private void show(Map<Attention, Long> now) {
        counts = now;
        at(path);
    }
}
