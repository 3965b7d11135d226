package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.lockstep.core.PersonId;
import dev.lockstep.project.Connections;
import dev.lockstep.project.DevServers;
import dev.lockstep.project.Projects;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.server.DevLog;
import dev.lockstep.project.server.LogPen;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A dev server that says a hundred thousand lines while its page is open: lines a second from the log to the page, what
 * they weigh in the browser, and how long scrolling through them holds a frame up. Prints {@code bench <name> <figure>
 * <unit>}. Product and browser share the machine.
 */
@Tag("bench")
@ExtendWith(JourneyExtension.class)
class LogBenchmark {

    private static final int MANY = 100_000;
    private static final int BURST = 1_000;

    /** A frame is measured from one animation frame to the next, the view scrolled by a page in each. */
    private static final String SCROLL = """
            () => new Promise(done => {
              const view = document.querySelector('ls-log').$.view;
              const gaps = []; let last; let at = 0;
              const step = now => {
                if (last !== undefined) gaps.push(now - last);
                last = now;
                at += view.scrollHeight / 200;
                view.scrollTop = at;
                if (gaps.length < 180) requestAnimationFrame(step); else done(gaps.sort((a, b) => a - b));
              };
              requestAnimationFrame(step);
            })
            """;

    @Test
    void bringsAHundredThousandLinesToAPage(Visitors visitors, Product product) {
        Visitor ada = visitors.next();
        ada.signsUp("log@example.com", "Ada", "Builder");
        ada.sees("Welcome. Who are you?");
        Page page = ada.page();
        ada.opens("projects");
        ada.presses("New project");
        ada.types("Name", "Loud");
        page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Create"))
                .click();
        ada.sees("Loud");
        var project = new ProjectId(UUID.fromString(page.url().replaceAll(".*/projects/([0-9a-f-]{36}).*", "$1")));
        var person =
                new PersonId(product.clerk().user("log@example.com").get("id").asString());
        product.bean(Connections.class)
                .selfHosted(
                        product.bean(Projects.class).visit(person, project).toChangeAsOwner(),
                        product.announced("CONVEX_URL"),
                        product.announced("CONVEX_ADMIN_KEY"));
        ada.opens("projects/" + project + "?tab=dev-server");
        assertThat(page.locator("ls-log")).isVisible();
        DevLog log = product.bean(DevServers.class)
                .log(product.bean(Projects.class).visit(person, project).asViewer());

        CDPSession browser = page.context().newCDPSession(page);
        double before = heap(browser);
        long begun = System.nanoTime();
        for (int i = 0; i < MANY; i++) {
            LogPen.write(log, i % 50 == 0 ? DevLog.Level.WARN : DevLog.Level.OUT, line(i));
            if (i % BURST == 0) {
                // What a browser cannot take in waits on the wire and not in the page: so this asks how far it is.
                page.evaluate("() => document.querySelector('ls-log').size");
            }
        }
        page.waitForFunction("() => document.querySelector('ls-log').size >= " + MANY);
        double seconds = (System.nanoTime() - begun) / 1e9;
        print("log-lines-to-page", MANY / seconds, "lines/s");
        print("log-browser-heap", (heap(browser) - before) / 1e6, "MB-for-100000-lines");
        List<?> gaps = (List<?>) page.evaluate(SCROLL);
        print("log-scroll-frame-p50", ((Number) gaps.get(gaps.size() / 2)).doubleValue(), "ms");
        print("log-scroll-frame-p99", ((Number) gaps.get(gaps.size() * 99 / 100)).doubleValue(), "ms");

        begun = System.nanoTime();
        page.locator("ls-log").getByRole(AriaRole.SEARCHBOX).fill("line 99999 ");
        assertThat(page.locator("ls-log").getByText("/1")).isVisible();
        print("log-search-100000", (System.nanoTime() - begun) / 1e6, "ms");

        // Further lines push the oldest out.
        begun = System.nanoTime();
        for (int i = MANY; i < MANY + 20_000; i++) {
            LogPen.write(log, DevLog.Level.OUT, line(i));
        }
        page.waitForFunction("() => document.querySelector('ls-log').last >= " + (MANY + 20_000));
        print("log-lines-to-full-page", 20_000 / ((System.nanoTime() - begun) / 1e9), "lines/s");
    }

    private static String line(int number) {
        return "line " + number + " of a dev server that has much to say about what it does and how long it took";
    }

    /** Bytes of what lives in the page's JavaScript heap. */
    private static double heap(CDPSession browser) {
        browser.send("HeapProfiler.collectGarbage");
        return browser.send("Runtime.getHeapUsage").get("usedSize").getAsDouble();
    }

    private static void print(String name, double figure, String unit) {
        System.out.printf(Locale.ROOT, "bench %s %.1f %s%n", name, figure, unit);
    }
}
