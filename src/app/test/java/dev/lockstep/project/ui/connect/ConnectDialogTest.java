package dev.lockstep.project.ui.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.core.PersonId;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Projects;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the dialog shows as a connection moves; that it reaches Convex in the end is {@code ProjectJourney}'s part. */
class ConnectDialogTest extends ViewTest {

    private static final URI BACK = URI.create("http://127.0.0.1/convex/callback");

    @Autowired
    private Projects projects;

    @Autowired
    private Connections connections;

    private Visit open(String person, String name) {
        var owner = new PersonId(person);
        var project = projects.create(owner, name).id();
        UI.getCurrent().navigate("projects/" + project, QueryParameters.fromString("connect"));
        return projects.visit(owner, project);
    }

    private String dialogText() {
        return $(ConnectDialog.class).single().getElement().getTextRecursively();
    }

    private String title() {
        return $(ConnectDialog.class).single().getHeaderTitle();
    }

    @Test
    @SignedIn("user_connect_1")
    void followsAnAttemptToItsEndWhereverItIsMade() {
        Visit visit = open("user_connect_1", "Frankenstein");
        assertThat(title()).isEqualTo("Connect “Frankenstein” to Convex");
        assertThat(dialogText()).contains("You choose a team on Convex’s page and agree there.");

        connections.authorize(visit.toChangeAsOwner(), "another-tab", BACK);
        awaitUntil(() -> title().equals("Connecting “Frankenstein”"));
        assertThat(dialogText()).contains("Finish in the Convex window", "waiting for you");

        test($(Button.class).withText("Cancel").single()).click();
        awaitUntil(() -> !title().startsWith("Connecting"));
        assertThat(connections.of(visit.asViewer()).kind()).isNotEqualTo(Connection.Kind.CONNECTING);
        assertThat(dialogText()).contains("You choose a team on Convex’s page and agree there.");
    }

    @Test
    @SignedIn("user_connect_2")
    void tellsWhoLooksOnThatAnotherOwnerIsConnecting() {
        var other = new PersonId("user_connect_other");
        ProjectId project = projects.create(other, "Shared").id();
        projects.admit(other, project, new PersonId("user_connect_2"), ProjectRole.OWNER);
        UI.getCurrent().navigate("projects/" + project, QueryParameters.fromString("connect"));

        connections.authorize(projects.visit(other, project).toChangeAsOwner(), "another", BACK);

        awaitUntil(() -> dialogText().contains("Another owner is connecting this project at this moment."));
        assertThat(dialogText()).doesNotContain("Finish in the Convex window");
    }

    @Test
    @SignedIn("user_connect_3")
    void keepsWhatWasTypedWhenADeploymentOfOnesOwnIsRefused() {
        open("user_connect_3", "Own");
        TextField url = $(TextField.class).withCaption("Deployment URL").single();
        PasswordField key = $(PasswordField.class).single();
        test(url).setValue("ftp://nowhere");
        test(key).setValue("a-key-that-fits-nothing");

        test($(Button.class).withText("Connect this deployment").single()).click();

        awaitUntil(url::isInvalid);
        assertThat(url.getErrorMessage()).isNotBlank();
        assertThat(url.getValue()).isEqualTo("ftp://nowhere");
        assertThat(key.getValue()).isEqualTo("a-key-that-fits-nothing");
        assertThat($(Button.class).withText("Connect this deployment").single().isEnabled())
                .isTrue();
        assertThat(dialogText()).doesNotContain("a-key-that-fits-nothing");
    }
}
