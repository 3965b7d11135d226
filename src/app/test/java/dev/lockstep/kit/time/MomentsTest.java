package dev.lockstep.kit.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.page.ExtendedClientDetails;
import dev.lockstep.ViewTest;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.security.test.context.support.WithAnonymousUser;

/** The server's zone used to be shown to everybody. */
class MomentsTest extends ViewTest {

    private static final Instant NEW_YEAR = Instant.parse("2026-12-31T23:30:05Z");

    private static void browserIn(String zone) {
        Map<String, String> told = Map.of("v-tzid", zone);
        UI.getCurrent()
                .getInternals()
                .setExtendedClientDetails(ExtendedClientDetails.updateFromValues(UI.getCurrent(), told::get));
        UI.getCurrent().setLocale(Locale.US);
    }

    @Test
    @WithAnonymousUser
    void showsTheClockOnThePersonsWall() {
        browserIn("Asia/Kolkata");

        assertThat(Moments.exact(new Div(), NEW_YEAR)).isEqualTo("2027-01-01 05:00:05 GMT+05:30");
        assertThat(Moments.time(new Div(), NEW_YEAR)).matches("(?U)5:00\\sAM");
        assertThat(Moments.dateTime(new Div(), NEW_YEAR)).matches("(?U)Jan 1, 2027, 5:00:05\\sAM");
    }

    @Test
    @WithAnonymousUser
    void speaksThePersonsLanguage() {
        browserIn("Europe/Berlin");
        UI.getCurrent().setLocale(Locale.GERMANY);

        assertThat(Moments.dateTime(new Div(), NEW_YEAR)).isEqualTo("01.01.2027, 00:30:05");
    }

    @Test
    @WithAnonymousUser
    void showsUniversalTimeWhereTheBrowserTellsNoZoneThatIsKnown() {
        browserIn("Mars/Olympus");

        assertThat(Moments.exact(new Div(), NEW_YEAR)).isEqualTo("2026-12-31 23:30:05 Z");
    }
}
