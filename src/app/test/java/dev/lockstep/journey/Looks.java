package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What one visitor's pages look like: photographs each, and collects what is wrong with it until the end. */
final class Looks {

    private static final Path FOLDER = Path.of("target", "screenshots");
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private final Visitor visitor;
    private final Page page;
    private final Screen screen;
    private final List<String> wrong = new ArrayList<>();

    Looks(Visitor visitor, Screen screen) {
        this.visitor = visitor;
        this.page = visitor.page();
        this.screen = screen;
    }

    /** Looks at what is shown now, under this name. */
    void at(String name) {
        page.waitForLoadState(LoadState.LOAD);
        assertThat(page.locator("vaadin-connection-indicator[loading]")).hasCount(0);
        visitor.photograph(FOLDER.resolve(name + "-" + screen.title() + ".png"));
        int tooWide = (int) page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
        if (tooWide > 0) {
            wrong.add(name + ": " + tooWide + " px wider than the screen");
        }
        // In the page itself: ours may hold no frames, for whose sake axe would put findings together in a page of its
        // own.
        for (Rule rule : new AxeBuilder(page).setLegacyMode(true).analyze().getViolations()) {
            if (GRAVE.contains(rule.getImpact())) {
                wrong.add(name + ": " + rule.getId() + " (" + rule.getHelp() + ") at " + places(rule));
            }
        }
    }

    private static String places(Rule rule) {
        return rule.getNodes().stream()
                .map(node -> node.getTarget() + " " + node.getFailureSummary().replaceAll("\\s+", " "))
                .limit(3)
                .collect(Collectors.joining("; "));
    }

    void areGood() {
        assertThat(wrong).as("What keeps people out, on %s", screen.title()).isEmpty();
    }
}
