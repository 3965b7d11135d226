package dev.lockstep.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Browser;
import dev.lockstep.LockstepApp;
import dev.lockstep.Profiles;
import dev.lockstep.account.person.Role;
import dev.lockstep.core.PersonId;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who becomes an administrator, and is one no longer, while they are signed in. */
@Tag("wire")
class AdministratorsTest {

    private final LockstepApp app = LockstepApp.shared();
    private final Browser browser = new Browser(app.web());
    private PersonId user;

    @BeforeEach
    void signIn() {
        user = app.signUp(browser, "Mary", "Shelley");
    }

    @AfterEach
    void calm() {
        app.calm();
    }

    @Test
    void followsClerksNewsInOpenSessions() {
        assertThat(figures()).isEqualTo(403);

        mark("\"admin\"");
        LockstepApp.await("an administrator", () -> figures() == 200);
        assertThat(health()).contains("\"outbox\"");

        mark("null");
        LockstepApp.await("a member again", () -> figures() == 403);
        assertThat(health()).doesNotContain("\"outbox\"");
        assertThat(path()).isEqualTo("/profile");
    }

    /** A change of one's own is answered with the whole person, whose mark stays. */
    @Test
    void staysAdministratorWhenTheProfileChanges() {
        mark("\"admin\"");
        LockstepApp.await("an administrator", () -> figures() == 200);
        app.clerkFault("{\"match\":\"WEBHOOK\",\"drop\":true}");

        var profiles = new Profiles(app);
        profiles.save(user, profiles.form(user, "Percy", "Shelley"));

        assertThat(app.inClerk(user).firstName()).contains("Percy");
        assertThat(role()).isEqualTo(Role.ADMIN);
        assertThat(figures()).isEqualTo(200);
    }

    /** However it was verified: Clerk's SDK has another type for each way. */
    @Test
    void knowsThatAddressesAreVerified() {
        PersonId byCode = app.settle("by.code." + System.nanoTime() + "@example.com", "Mary");

        assertThat(app.inClerk(user).verifiedEmail()).isPresent();
        assertThat(app.inClerk(byCode).verifiedEmail()).isPresent();
    }

    private void mark(String role) {
        app.clerkApi("PATCH", "/users/" + user + "/metadata", "{\"public_metadata\":{\"role\":" + role + "}}");
    }

    private Role role() {
        return app.bean(Accounts.class).find(user).orElseThrow().role();
    }

    private int figures() {
        return get("/actuator/prometheus").statusCode();
    }

    private String health() {
        return get("/actuator/health").body();
    }

    private String path() {
        return get("/profile").uri().getPath();
    }

    private HttpResponse<String> get(String path) {
        try {
            return browser.get(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
