package dev.lockstep.project.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.core.PersonId;
import dev.lockstep.project.Projects;
import dev.lockstep.project.access.Project;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The pages of projects that are connected to nothing yet, and who may do what there. */
class ProjectViewTest extends ViewTest {

    private static final PersonId OWNER = new PersonId("user_project_owner");

    @Autowired
    private Projects projects;

    @Test
    @SignedIn("user_project_1")
    void makesRenamesArchivesAndTakesBackAProject() {
        UI.getCurrent().navigate("projects");
        assertThat(pageText()).contains("No project yet");

        test($(Button.class).withText("New project").single()).click();
        test($(TextField.class).single()).setValue("Frankenstein");
        test($(Button.class).withText("Create").single()).click();

        Project made = only("user_project_1");
        assertThat(pageText()).contains("Frankenstein", "Not connected to Convex", "Connect to Convex");
        test($(Button.class).withText("Rename").single()).click();
        test($(TextField.class).single()).setValue("The Modern Prometheus");
        test(renameInDialog()).click();
        assertThat(only("user_project_1").name()).isEqualTo("The Modern Prometheus");
        assertThat(pageText()).contains("The Modern Prometheus");

        test($(Button.class).withText("Archive").single()).click();
        test($(Button.class).withText("Archive").all().getLast()).click();
        assertThat(pageText()).contains("Archived", "The Modern Prometheus");
        UI.getCurrent().navigate("projects/" + made.id());
        test($(Button.class).withText("Take back").single()).click();
        assertThat(only("user_project_1").isArchived()).isFalse();
        assertThat(getCurrentView()).isInstanceOf(ProjectView.class);
    }

    private Button renameInDialog() {
        return $(Button.class).withText("Rename").all().getLast();
    }

    private Project only(String person) {
        List<Project> all = projects.of(new PersonId(person));
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    @SignedIn("user_project_2")
    void saysNoMoreOfAProjectOfOthersThanOfNone() {
        ProjectId others = projects.create(OWNER, "Secret garden").id();
        UI.getCurrent().navigate("projects/" + others);
        String ofOthers = pageText();
        UI.getCurrent().navigate("projects/nonsense");

        assertThat(ofOthers)
                .isEqualTo(pageText())
                .contains("No such project", "Your projects")
                .doesNotContain("Secret garden");
    }

    @Test
    @SignedIn("user_project_3")
    void offersAViewerNothingThatOnlyOthersMayDo() {
        ProjectId shared = projects.create(OWNER, "Shared garden").id();
        projects.admit(OWNER, shared, new PersonId("user_project_3"), ProjectRole.VIEWER);
        UI.getCurrent().navigate("projects/" + shared, QueryParameters.fromString("tab=overview"));

        assertThat(pageText()).contains("Shared garden", "An owner of this project can connect it.");
        assertThat($(Button.class).all().stream()
                        .filter(Button::isVisible)
                        .map(Button::getText)
                        .toList())
                .doesNotContain("Rename", "Archive", "Connect to Convex");
    }

    @Test
    @SignedIn("user_project_4")
    void followsWhatOwnersDoToTheProjectAndItsMembers() {
        ProjectId shared = projects.create(OWNER, "Shared library").id();
        var reader = new PersonId("user_project_4");
        projects.admit(OWNER, shared, reader, ProjectRole.VIEWER);
        UI.getCurrent().navigate("projects/" + shared);
        assertThat(pageText()).contains("Shared library");

        projects.rename(OWNER, shared, "Old library");
        awaitPage("Old library");
        projects.admit(OWNER, shared, reader, ProjectRole.EDITOR);
        awaitPage("Rename");
        projects.dismiss(OWNER, shared, reader);

        awaitPage("No such project");
        assertThat(pageText()).doesNotContain("Old library");
    }

    @Test
    @SignedIn("user_project_5")
    void keepsTheListAsItIsElsewhere() {
        var me = new PersonId("user_project_5");
        UI.getCurrent().navigate("projects");
        assertThat(pageText()).contains("No project yet");

        ProjectId mine = projects.create(me, "Made in another tab").id();
        awaitPage("Made in another tab");
        projects.admit(OWNER, projects.create(OWNER, "Shared with me").id(), me, ProjectRole.VIEWER);
        awaitPage("Shared with me");
        projects.archive(me, mine);
        awaitPage("Archived");
    }
}
