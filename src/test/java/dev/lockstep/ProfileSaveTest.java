package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.account.Accounts;
import dev.lockstep.account.PictureChoice;
import dev.lockstep.account.SavedProfile;
import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.person.UserId;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.sync.Leg;
import dev.lockstep.sync.Outcome;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One save of a profile with the real application, both emulators and the network between them. */
@Tag("wire")
class ProfileSaveTest {

    private final LockstepApp app = LockstepApp.shared();
    private final Accounts accounts = app.bean(Accounts.class);

    @AfterEach
    void calm() {
        app.calm();
    }

    private SavedProfile save(UserId user, ProfileChange change) {
        return accounts.save(user, change, new PictureChoice.Keep(), leg -> {});
    }

    private static ProfileChange form(String username, String first, String last, String... interests) {
        return ProfileChange.ofForm(username, first, last, List.of(interests));
    }

    @Test
    void savesInBothSystems() {
        UserId user = app.signUp("Mary", "Shelley");

        SavedProfile saved = save(user, form("mary_" + user.value().substring(20), "Mary", "Godwin", "Writing"));

        assertThat(saved.legs()).extracting(Leg::outcome).containsOnly(new Outcome.Saved());
        assertThat(saved.legs()).extracting(Leg::destination).containsExactly("CONVEX", "CLERK_USER");
        assertThat(app.inClerk(user).lastName()).contains("Godwin");
        assertThat(app.inConvex(user).text("last_name")).contains("Godwin");
        assertThat(app.inConvex(user).field("interests")).contains(ConvexValue.of(List.of("Writing")));
    }
}
