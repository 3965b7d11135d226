package dev.lockstep.gallery.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.gallery.Generation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages of pictures while Convex tells nothing: Clerk knows no session of these people to make a token for. */
class GalleryViewTest extends ViewTest {

    @Test
    @SignedIn("user_gallery_1")
    void saysThatItIsOfflineAndKeepsTheStatusOfTheAddress() {
        UI.getCurrent().navigate("gallery", QueryParameters.fromString("status=complete&model=unheard-of"));

        awaitPage("Offline · as of");
        awaitUntil(() -> !selects().isEmpty());
        assertThat(selects())
                .as("styles and models are not known")
                .singleElement()
                .satisfies(status -> assertThat(status.getValue()).isEqualTo(Generation.Status.COMPLETE));
        assertThat(pageText()).contains("Create").doesNotContain("Nothing here yet", "No picture fits");
    }

    @Test
    @SignedIn("user_gallery_2")
    void showsAllForAStatusThatThereIsNot() {
        UI.getCurrent().navigate("gallery", QueryParameters.fromString("status=enchanted"));

        awaitUntil(() -> !selects().isEmpty());
        assertThat(selects().getFirst().isEmpty()).isTrue();
    }

    @Test
    @SignedIn("user_gallery_3")
    void asksForNoPictureBeforeItKnowsTheChoicesAndReadsThemAgain() {
        UI.getCurrent().navigate("create");
        awaitPage("Convex does not answer");
        assertThat($(TextArea.class).exists()).isFalse();
        Button again = $(Button.class).withText("Try again").single();

        test(again).click();

        awaitUntil(() -> $(Button.class).withText("Try again").exists()
                && $(Button.class).withText("Try again").single() != again);
        assertThat(pageText()).contains("Convex does not answer");
    }

    @SuppressWarnings("rawtypes")
    private List<Select> selects() {
        return $(Select.class).all();
    }
}
