package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.clerk.Visitor.Visit;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the pages let in, by the lists and the restrictions of the instance. */
@Tag("wire")
class AdmissionTest {

    @TempDir
    Path home;

    @Test
    void letsInWhomTheListsLetIn() throws Exception {
        try (var clerk = ClerkEmulator.start(Clerks.settings(home))) {
            var backend = new Backend(clerk);
            backend.call("POST", "/allowlist_identifiers", "{\"identifier\":\"*@friends.example\"}");
            backend.call("POST", "/blocklist_identifiers", "{\"identifier\":\"Foe@friends.example\"}");
            assertThat(byEmail(clerk, "any@example.com").body()).contains("Enter the code");

            backend.call("PATCH", "/instance/restrictions", "{\"allowlist\":true,\"blocklist\":true}");

            assertThat(byEmail(clerk, "new@friends.example").body()).contains("Enter the code");
            assertThat(byEmail(clerk, "foe@FRIENDS.example").status()).isEqualTo(403);
            assertThat(byEmail(clerk, "any@example.com").status()).isEqualTo(403);
            assertThat(byGoogle(clerk, "ada@example.com").status()).isEqualTo(403);

            backend.call("PATCH", "/instance/restrictions", "{\"allowlist_blocklist_disabled_on_sign_in\":true}");
            assertThat(byGoogle(clerk, "ada@example.com").body()).contains("Signed in as");
            assertThat(byEmail(clerk, "any@example.com").status()).isEqualTo(403);
        }
    }

    @Test
    void letsNobodyNewInWithASubaddress() throws Exception {
        try (var clerk = ClerkEmulator.start(Clerks.settings(home))) {
            new Backend(clerk).call("PATCH", "/instance/restrictions", "{\"block_email_subaddresses\":true}");

            assertThat(byEmail(clerk, "new+1@example.com").status()).isEqualTo(403);
            assertThat(byEmail(clerk, "new@example.com").body()).contains("Enter the code");
        }
    }

    private static Visit byEmail(ClerkEmulator clerk, String email) throws Exception {
        var visitor = new Visitor(clerk.issuer());
        return visitor.submit(visitor.get("/sign-in/email"), Map.of("email", email));
    }

    private static Visit byGoogle(ClerkEmulator clerk, String email) throws Exception {
        var visitor = new Visitor(clerk.issuer());
        return visitor.submit(visitor.get("/sign-in/google"), Map.of("account", email));
    }
}
