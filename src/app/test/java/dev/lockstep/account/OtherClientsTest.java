package dev.lockstep.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Browser;
import dev.lockstep.LockstepApp;
import dev.lockstep.Profiles;
import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.person.ProfileChange.Text;
import dev.lockstep.account.profile.ConvexNews;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What only Convex keeps of a person, written by a phone: shown here, kept by the next save, and nobody is asked twice. */
@Tag("wire")
class OtherClientsTest {

    private final LockstepApp app = LockstepApp.shared();
    private final Accounts accounts = app.bean(Accounts.class);
    private final ConvexNews news = app.bean(ConvexNews.class);
    private final Profiles profiles = new Profiles(app);

    @AfterEach
    void calm() {
        app.calm();
    }

    @Test
    void welcomesNobodyWhoWasWelcomedOnAPhone() throws Exception {
        String email = "phone.first." + System.nanoTime() + "@example.com";
        var user = new PersonId(app.clerkApi("POST", "/users", "{\"email_address\":[\"" + email + "\"]}")
                .get("id")
                .asString());
        app.inConvex(user, "users:completeOnboarding", interests("Writing", "Travel"));

        var landed = new Browser(app.web()).signIn(email, "Mary", "Shelley");

        assertThat(landed.uri()).hasPath("/home");
        assertThat(accounts.find(user).orElseThrow().onboarded()).isTrue();
        assertThat(accounts.find(user).orElseThrow().interests()).containsExactly("Writing", "Travel");
    }

    @Test
    void showsWhatAPhoneWritesAndKeepsItWhenSomethingElseIsSaved() {
        PersonId user = app.signUp("Mary", "Shelley");
        var changed = new AtomicInteger();
        Runnable unfollow = news.follow(user, changed::incrementAndGet);
        try {
            app.inConvex(user, "users:updateProfile", interests("Music"));
            LockstepApp.await("news of the interests", () -> changed.get() > 0);
        } finally {
            unfollow.run();
        }
        assertThat(accounts.find(user).orElseThrow().interests()).containsExactly("Music");

        profiles.save(user, lastName("Godwin"));

        assertThat(app.inConvex(user).field("interests")).contains(ConvexValue.of(List.of("Music")));
        assertThat(app.inConvex(user).text("last_name")).contains("Godwin");
    }

    @Test
    void leavesAloneWhatIsOnItsWayToConvex() {
        PersonId user = app.signUp("Mary", "Shelley");
        app.inConvex(user, "users:updateProfile", interests("Music"));
        app.convexFault("{\"match\": \"POST /api/mutation\", \"times\": 50, \"status\": 503}");
        profiles.save(user, profiles.form(user, "Mary", "Shelley", "Science"));

        news.ask(user);

        assertThat(accounts.find(user).orElseThrow().interests()).containsExactly("Science");
    }

    private static ConvexValue.Obj interests(String... chosen) {
        return ConvexValue.object("interests", ConvexValue.of(List.of(chosen)));
    }

    private static ProfileChange lastName(String name) {
        return new ProfileChange(
                Optional.empty(), Optional.empty(), Optional.of(Text.of(name)), Optional.empty(), Optional.empty());
    }
}
