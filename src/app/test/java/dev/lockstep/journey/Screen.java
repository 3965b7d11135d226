package dev.lockstep.journey;

import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;

/** What people look at: a phone or a desk, by day or by night. */
enum Screen {
    PHONE_LIGHT(390, 844, ColorScheme.LIGHT),
    PHONE_DARK(390, 844, ColorScheme.DARK),
    DESK_LIGHT(1280, 800, ColorScheme.LIGHT),
    DESK_DARK(1280, 800, ColorScheme.DARK);

    private final int width;
    private final int height;
    private final ColorScheme scheme;

    Screen(int width, int height, ColorScheme scheme) {
        this.width = width;
        this.height = height;
        this.scheme = scheme;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    ColorScheme scheme() {
        return scheme;
    }

    /** For file names: {@code 390-light}. */
    String title() {
        return width + "-" + scheme.name().toLowerCase(Locale.ROOT);
    }
}
