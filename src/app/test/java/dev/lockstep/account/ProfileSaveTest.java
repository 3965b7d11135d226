package dev.lockstep.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.LockstepApp;
import dev.lockstep.Profiles;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.profile.PictureChoice;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.Leg;
import dev.lockstep.outbox.Outcome;
import java.awt.Color;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One save of a profile with the real application, both emulators and the network between them. */
@Tag("wire")
class ProfileSaveTest {

    private final LockstepApp app = LockstepApp.shared();
    private final Accounts accounts = app.bean(Accounts.class);
    private final Profiles profiles = new Profiles(app);

    @AfterEach
    void calm() {
        app.calm();
    }

    @Test
    void savesInBothSystems() {
        PersonId user = app.signUp("Mary", "Shelley");

        SavedProfile saved = profiles.save(user, profiles.form(user, "Mary", "Godwin", "Writing"));

        assertThat(saved.legs()).extracting(Leg::outcome).containsOnly(new Outcome.Saved());
        assertThat(saved.legs()).extracting(Leg::destination).containsExactly("CONVEX", "CLERK_USER");
        assertThat(app.inClerk(user).lastName()).contains("Godwin");
        assertThat(app.inConvex(user).text("last_name")).contains("Godwin");
        assertThat(app.inConvex(user).field("interests")).contains(ConvexValue.of(List.of("Writing")));
    }

    /** Both lines are held: legs that waited for one another would never both arrive. */
    @Test
    void sendsBothLegsBeforeEitherIsAnswered() throws Exception {
        PersonId user = app.signUp("Mary", "Shelley");
        app.clerkLine().hold();
        app.convexLine().hold();

        var saving = CompletableFuture.supplyAsync(() -> profiles.save(user, profiles.form(user, "Mary", "Godwin")));

        assertThat(app.clerkLine().arrived()).isTrue();
        assertThat(app.convexLine().arrived()).isTrue();
        app.clerkLine().release();
        app.convexLine().release();
        assertThat(saving.get().legs()).extracting(Leg::outcome).containsOnly(new Outcome.Saved());
    }

    @Test
    void asksClerkNothingWhenOnlyInterestsChange() {
        PersonId user = app.signUp("Mary", "Shelley");
        long before = app.clerkLine().bytes();

        SavedProfile saved = profiles.save(user, profiles.form(user, "Mary", "Shelley", "Writing", "Walking"));

        assertThat(saved.legs()).extracting(Leg::destination).containsExactly("CONVEX");
        assertThat(app.clerkLine().bytes()).isEqualTo(before);
    }

    @Test
    void asksNobodyWhenNothingChanges() {
        PersonId user = app.signUp("Mary", "Shelley");
        long clerk = app.clerkLine().bytes();
        long convex = app.convexLine().bytes();

        SavedProfile saved = profiles.save(user, profiles.form(user, "Mary", "Shelley"));

        assertThat(saved.legs()).isEmpty();
        assertThat(app.clerkLine().bytes()).isEqualTo(clerk);
        assertThat(app.convexLine().bytes()).isEqualTo(convex);
    }

    @Test
    void clearsALastNameInBothAndLeavesTheRest() {
        PersonId user = app.signUp("Mary", "Shelley");

        profiles.save(user, profiles.form(user, "Mary", ""));

        assertThat(app.inClerk(user).lastName()).isEmpty();
        assertThat(app.inClerk(user).firstName()).contains("Mary");
        assertThat(app.inConvex(user).field("last_name")).isEmpty();
        assertThat(app.inConvex(user).text("first_name")).contains("Mary");
        assertThat(accounts.find(user).orElseThrow().lastName()).isEmpty();
    }

    @Test
    void storesThePicturesAddressFromClerkEverywhere() {
        PersonId user = app.signUp("Mary", "Shelley");

        SavedProfile saved =
                profiles.save(user, profiles.form(user, "Mary", "Shelley"), Profiles.picture(Color.ORANGE));

        assertThat(saved.legs()).extracting(Leg::outcome).containsOnly(new Outcome.Saved());
        assertThat(app.inClerk(user).hasImage()).isTrue();
        String address = app.inClerk(user).imageUrl().map(URI::toString).orElseThrow();
        assertThat(app.inConvex(user).text("image_url")).contains(address);
        assertThat(accounts.find(user).orElseThrow().imageUrl()).contains(address);
    }

    @Test
    void removesThePictureEverywhere() {
        PersonId user = app.signUp("Mary", "Shelley");
        profiles.save(user, profiles.form(user, "Mary", "Shelley"), Profiles.picture(Color.ORANGE));

        profiles.save(user, profiles.form(user, "Mary", "Shelley"), new PictureChoice.Remove());

        assertThat(app.inClerk(user).hasImage()).isFalse();
        String address = app.inClerk(user).imageUrl().map(URI::toString).orElseThrow();
        assertThat(app.inConvex(user).text("image_url")).contains(address);
        assertThat(accounts.find(user).orElseThrow().imageUrl()).contains(address);
    }

    @Test
    void takesARefusedUsernameBackEverywhereAndKeepsTheRest() {
        PersonId user = app.signUp("Mary", "Shelley");

        SavedProfile saved =
                profiles.save(user, ProfileChange.ofForm("ada_lovelace", "Maria", "Godwin", List.of("Writing")));

        assertThat(saved.fields()).extracting(Problem.Field::field).containsExactly("username");
        assertThat(Profiles.outcome(saved, "CLERK_USER")).isInstanceOf(Outcome.Rejected.class);
        assertThat(Profiles.outcome(saved, "CONVEX")).isEqualTo(new Outcome.Saved());
        Account here = accounts.find(user).orElseThrow();
        assertThat(here.username()).isEmpty();
        assertThat(app.inClerk(user).username()).isEmpty();
        assertThat(app.inConvex(user).field("username")).isEmpty();
        assertThat(here.firstName()).contains("Maria");
        assertThat(app.inClerk(user).firstName()).contains("Maria");
        assertThat(app.inConvex(user).text("first_name")).contains("Maria");
        assertThat(app.inConvex(user).field("interests")).contains(ConvexValue.of(List.of("Writing")));
        assertThat(accounts.waiting(user)).isEmpty();
    }

    @Test
    void takesWhatConvexRefusesBackInClerk() {
        PersonId user = app.signUp("Mary", "Shelley");
        app.convexFault("""
                {"match": "POST /api/mutation", "times": 1, "status": 200, "body":
                 "{\\"status\\": \\"error\\", \\"errorMessage\\": \\"Uncaught ConvexError\\", \\"logLines\\": [],\
                 \\"errorData\\": {\\"code\\": \\"InvalidLastName\\", \\"field\\": \\"last_name\\",\
                 \\"message\\": \\"Not that name.\\"}}"}
                """);

        SavedProfile saved = profiles.save(user, profiles.form(user, "Maria", "Godwin", "Writing"));

        assertThat(saved.fields()).containsExactly(new Problem.Field("last_name", "InvalidLastName", "Not that name."));
        profiles.awaitArrival(user);
        assertThat(accounts.find(user).orElseThrow().lastName()).contains("Shelley");
        assertThat(app.inClerk(user).lastName()).contains("Shelley");
        assertThat(app.inConvex(user).text("last_name")).contains("Shelley");
        assertThat(app.inClerk(user).firstName()).contains("Maria");
        assertThat(app.inConvex(user).text("first_name")).contains("Maria");
        assertThat(app.inConvex(user).field("interests")).contains(ConvexValue.of(List.of("Writing")));
    }
}
