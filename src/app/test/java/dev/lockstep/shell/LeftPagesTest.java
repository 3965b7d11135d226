package dev.lockstep.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.RouteConfiguration;
import com.vaadin.flow.router.RouteData;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.person.Role;
import java.util.Collection;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.springframework.test.util.ReflectionTestUtils;

/** What pages leave behind at the window when one goes on to another; a window is open for days. */
class LeftPagesTest extends ViewTest {

    @Test
    @SignedIn(value = "user_who_wanders", role = Role.ADMIN)
    void hearNoMoreOfTheWindowsSize() {
        var wrong = new SoftAssertions();
        int listening = 0;
        for (RouteData route : RouteConfiguration.forApplicationScope().getAvailableRoutes()) {
            UI.getCurrent().navigate(route.getTemplate().replaceAll(":.*", "01890a5d-ac96-774b-bcce-b302099a8057"));
            listening += listeners();

            UI.getCurrent().navigate("an-address-that-leads-nowhere");

            wrong.assertThat(listeners()).as(route.getTemplate()).isZero();
        }
        wrong.assertAll();
        assertThat(listening).as("pages that follow the window's size").isPositive();
    }

    private static int listeners() {
        return Optional.ofNullable(ReflectionTestUtils.getField(UI.getCurrent().getPage(), "resizeListeners"))
                .map(listeners -> ((Collection<?>) listeners).size())
                .orElse(0);
    }
}
