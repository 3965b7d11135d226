package dev.lockstep.kit.time;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;

/**
 * Moments as the person at the browser reads them: by the clock on their wall, and in their language. The server may stand
 * somewhere else. On the page's thread.
 */
public final class Moments {

    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);

    private Moments() {}

    /** The day and the time: {@code Nov 30, 2026, 9:40:12 AM}. */
    public static String dateTime(Component page, Instant at) {
        return shown(page, DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM), at);
    }

    /** The time alone, of something that was just now: {@code 9:40 AM}. */
    public static String time(Component page, Instant at) {
        return shown(page, DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT), at);
    }

    /** The same in every language, with the zone: {@code 2026-11-30 09:40:12 UTC}. */
    public static String exact(Component page, Instant at) {
        return EXACT.format(at.atZone(zone(page)));
    }

    private static String shown(Component page, DateTimeFormatter format, Instant at) {
        return format.withLocale(locale(page)).withZone(zone(page)).format(at);
    }

    private static Locale locale(Component page) {
        return ui(page).map(UI::getLocale).orElse(Locale.ENGLISH);
    }

    /** The browser's own; UTC where it does not tell one that is known here. */
    public static ZoneId zone(Component page) {
        return ui(page).map(ui -> ui.getPage().getExtendedClientDetails())
                .flatMap(details -> Optional.ofNullable(details.getTimeZoneId()))
                .flatMap(Moments::known)
                .orElse(ZoneOffset.UTC);
    }

    private static Optional<ZoneId> known(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<UI> ui(Component page) {
        return page.getUI().or(() -> Optional.ofNullable(UI.getCurrent()));
    }
}
