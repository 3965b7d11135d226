package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The profile without a mouse. */
@Journey
class KeyboardJourney {

    private static final int MOST_STOPS = 25;

    /** The element that has the focus, looked for inside the components too. */
    private static final String FOCUSED = """
            let at = document.activeElement;
            while (at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
            """;

    /** Whether it, or the component that it is part of, is ringed. */
    private static final String RINGED = "() => {" + FOCUSED + """
            for (let hop = 0; at && hop < 6; hop++) {
              for (const box of [at, ...(at.shadowRoot ? at.shadowRoot.children : [])]) {
                const style = getComputedStyle(box);
                const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
                if (outlined || style.boxShadow !== 'none') return true;
              }
              at = at.assignedSlot || at.parentElement || (at.getRootNode() && at.getRootNode().host);
            }
            return false;
            }""";

    private static final String NAME = "() => {" + FOCUSED + """
            const label = at.getAttribute('aria-labelledby');
            const labelled = label && at.getRootNode().getElementById(label.split(' ')[0]);
            return (labelled ? labelled.textContent : at.getAttribute('aria-label') || at.textContent).trim();
            }""";

    @Test
    void reachesSaveByTabAndShowsWhereItIs(Visitors visitors) {
        Visitor grace = visitors.next();
        grace.signsInWithGoogle("grace@example.com");
        grace.sees("Welcome. Who are you?");
        grace.opens("profile");
        grace.sees("Profile");

        var keyboard = grace.page().keyboard();
        keyboard.press("Tab");
        assertThat(grace.page().locator(".skip-link")).isFocused();
        assertThat(grace.page().locator(".skip-link")).isInViewport();
        keyboard.press("Enter");
        assertThat(grace.page().locator("main#content")).isFocused();

        List<String> stops = new ArrayList<>();
        List<String> hidden = new ArrayList<>();
        String name = "";
        while (!name.equals("Save") && stops.size() < MOST_STOPS) {
            keyboard.press("Tab");
            name = (String) grace.page().evaluate(NAME);
            stops.add(name);
            if (!(boolean) grace.page().evaluate(RINGED)) {
                hidden.add(name);
            }
        }

        assertThat(stops).containsSubsequence("Choose picture", "First name", "Last name", "Username", "Save");
        assertThat(hidden).as("stops without a visible focus, of %s", stops).isEmpty();
        keyboard.press("Enter");
        assertThat(grace.page().getByText("Nothing had changed, so nothing was sent."))
                .isVisible();
    }
}
