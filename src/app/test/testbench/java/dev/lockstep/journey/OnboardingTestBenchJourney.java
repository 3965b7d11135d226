package dev.lockstep.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.upload.testbench.UploadElement;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** A newcomer says who they are. */
class OnboardingTestBenchJourney extends TestBenchVisit {

    @Test
    void landsInBothSystems(Product product, @TempDir Path folder) throws IOException {
        signsUp("ida@example.com", "Ida", "Rhodes");
        $(UploadElement.class).waitForFirst().upload(PictureFile.good(folder).toFile());
        field("Username").setValue("ida_rhodes");
        presses("Save and go on");

        seesSaved("Clerk");
        seesSaved("Convex");
        seesSaved("Picture");
        waitsFor(By.linkText("Go on")).click();
        sees("Hello, Ida");
        var atClerk = product.clerk().user("ida@example.com");
        assertThat(atClerk.get("username").asString()).isEqualTo("ida_rhodes");
        assertThat(product.convex()
                        .user(atClerk.get("id").asString())
                        .get("username")
                        .asString())
                .isEqualTo("ida_rhodes");
    }
}
