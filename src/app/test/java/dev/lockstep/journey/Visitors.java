package dev.lockstep.journey;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The people of one journey, each at a browser of their own with nothing remembered from before. */
final class Visitors implements AutoCloseable {

    private final Browser browser;
    private final Product product;
    private final List<Visitor> all = new ArrayList<>();

    Visitors(Browser browser, Product product) {
        this.browser = browser;
        this.product = product;
    }

    /** Somebody at a desk. */
    Visitor next() {
        return next(Screen.DESK_LIGHT);
    }

    Visitor next(Screen screen) {
        return next(screen, "en-GB");
    }

    /** @param language of the browser, with its region */
    Visitor next(Screen screen, String language) {
        var context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(screen.width(), screen.height())
                .setColorScheme(screen.scheme())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale(language)
                .setTimezoneId("UTC"));
        context.setDefaultTimeout(JourneyBrowser.PATIENCE.toMillis());
        var visitor = new Visitor(context.newPage(), product);
        all.add(visitor);
        return visitor;
    }

    void photograph(Path folder, String name) {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).photograph(folder.resolve(name + "-" + (i + 1) + ".png"));
        }
    }

    @Override
    public void close() {
        all.forEach(visitor -> visitor.page().context().close());
    }
}
