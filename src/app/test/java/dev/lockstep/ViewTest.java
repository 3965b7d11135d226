package dev.lockstep;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinSession;
import dev.lockstep.account.Accounts;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Deliveries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.util.FileSystemUtils;

/** A page without a browser, in the whole application with its emulators, which all view tests share. */
@Tag("view")
@SpringBootTest(
        classes = {Lockstep.class, PageStatements.class},
        properties = {
            "lockstep.home=" + ViewTest.HOMES + "${" + ViewTest.PROCESS + ":alone}",
            "LOCKSTEP_EMULATOR_CLERK_PORT=0",
            "LOCKSTEP_EMULATOR_CONVEX_PORT=0",
            "LOCKSTEP_EMULATOR_CONVEX_SITE_PORT=0",
            "LOCKSTEP_EMULATOR_PLATFORM_PORT=0",
            // What a view test records stays where it can look at it.
            "lockstep.outbox.first-wait=5m"
        })
public abstract class ViewTest extends SpringBrowserlessTest {

    /** Which one of those that Surefire runs beside each other this process of tests is. */
    static final String PROCESS = "tests.process";

    /** Each process that runs tests has one of its own. */
    static final String HOMES = "./target/test-home/views-";

    @Autowired
    private Deliveries deliveries;

    @Autowired
    private Accounts accounts;

    static {
        try {
            FileSystemUtils.deleteRecursively(Path.of(HOMES + System.getProperty(PROCESS, "alone")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Tries what this person's sign-in recorded, as the end of a sign-in through Clerk does. Without a session there none of
     * it arrives, and what is saved next is known at once to wait behind it, instead of after {@link Accounts#PATIENCE}.
     */
    protected void announce(PersonId user) {
        deliveries.signedIn(user);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !accounts.waiting(user).isEmpty());
    }

    /** The visible text of the page, in order. */
    protected String pageText() {
        return getCurrentView().getElement().getTextRecursively();
    }

    /** Waits for work of the page: it ends on another thread and shows itself once it gets the page's lock. */
    protected void awaitPage(String text) {
        try {
            awaitUntil(() -> pageText().contains(text));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("The page does not say \"" + text + "\" but: " + pageText(), e);
        }
    }

    /** The same for what is not text on the page. */
    protected void awaitUntil(BooleanSupplier shown) {
        UI ui = UI.getCurrent();
        VaadinSession session = VaadinSession.getCurrent();
        Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(20)).until(() -> {
            session.getService().runPendingAccessTasks(session);
            UI.setCurrent(ui);
            roundTrip();
            return shown.getAsBoolean();
        });
    }
}
