package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.clerk.Visitor.Visit;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("wire")
class SignInPagesTest {

    private static final Pattern CODE = Pattern.compile("<p class=\"code\">(\\d{6})</p>");

    @TempDir
    static Path home;

    private static ClerkEmulator clerk;
    private static Application application;

    private final Visitor visitor = new Visitor(clerk.issuer());
    private final Backend backend = new Backend(clerk);

    @BeforeAll
    static void start() {
        clerk = ClerkEmulator.start(Clerks.settings(home));
        application = new Application(clerk.issuer());
    }

    @AfterAll
    static void stop() {
        clerk.close();
    }

    private static String code(Visit page) {
        var code = CODE.matcher(page.body());
        assertThat(code.find()).as(page.body()).isTrue();
        return code.group(1);
    }

    private JsonNode user(String email) throws Exception {
        return backend.get("/users?email_address=" + email).json().path(0);
    }

    @Test
    void signsSomebodyNewUpThroughAProvider() throws Exception {
        Visit chooser = visitor.get(application.authorize(Map.of("identity_provider", "github")));
        assertThat(chooser.body()).contains("Ada Lovelace", "Grace Hopper", "Linus", "Use another account");
        String another = chooser.body()
                .replaceAll("(?s).*href=\"(/sign-in/github/new[^\"]*)\".*", "$1")
                .replace("&amp;", "&");

        Visit back = visitor.submit(
                visitor.get(another), Map.of("first_name", "Zoë <b>", "last_name", "Ω", "email", "zoe@example.com"));

        assertThat(Application.claims(application.exchange(back).get("id_token").stringValue())
                        .get("name")
                        .stringValue())
                .isEqualTo("Zoë <b> Ω");
        JsonNode zoe = user("zoe@example.com");
        assertThat(zoe.get("external_accounts").get(0).get("provider").stringValue())
                .isEqualTo("oauth_github");
        assertThat(zoe.get("email_addresses")
                        .get(0)
                        .get("linked_to")
                        .get(0)
                        .get("type")
                        .stringValue())
                .isEqualTo("oauth_github");
        assertThat(visitor.get("/sign-in/github").body())
                .contains("Zoë &lt;b&gt; Ω")
                .doesNotContain("<b>");
    }

    @Test
    void joinsASecondAccountToThePersonWhoHasTheAddress() throws Exception {
        String before = user("grace@example.com").get("id").stringValue();

        visitor.submit(visitor.get("/sign-in/github"), Map.of("account", "grace@example.com"));
        visitor.submit(visitor.get("/sign-in/github"), Map.of("account", "grace@example.com"));

        JsonNode after = user("grace@example.com");
        assertThat(after.get("id").stringValue()).isEqualTo(before);
        assertThat(after.get("external_accounts").size()).isEqualTo(2);
    }

    @Test
    void signsUpByEmailWithTheCodeOnThePage() throws Exception {
        Visit address = visitor.get(
                application.authorize(Map.of("identity_provider", "email", "login_hint", "new@example.com")));
        assertThat(address.body()).contains("value=\"new@example.com\"");
        Visit code = visitor.submit(address, Map.of("email", "new@example.com"));

        Visit wrong = visitor.submit(code, Map.of("code", "not it"));
        Visit details = visitor.submit(wrong, Map.of("code", code(code)));
        Visit back = visitor.submit(details, Map.of("first_name", "Nova", "last_name", ""));

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("That is not the code");
        assertThat(back.query()).containsKey("code");
        JsonNode user = user("new@example.com");
        assertThat(user.get("first_name").stringValue()).isEqualTo("Nova");
        assertThat(user.get("last_name").isNull()).isTrue();
        assertThat(user.get("username").isNull()).isTrue();
    }

    @Test
    void endsAnAttemptAfterFiveWrongCodes() throws Exception {
        Visit code = visitor.submit(visitor.get("/sign-in/email"), Map.of("email", "ada@example.com"));
        for (int i = 0; i < 4; i++) {
            assertThat(visitor.submit(code, Map.of("code", "000")).status()).isEqualTo(422);
        }
        visitor.submit(code, Map.of("code", "000"));

        Visit tooLate = visitor.submit(code, Map.of("code", code(code)));

        assertThat(tooLate.status()).isEqualTo(410);
    }

    @Test
    void makesNoAccountWithoutTheCode() throws Exception {
        Visit code = visitor.submit(visitor.get("/sign-in/email"), Map.of("email", "sneaky@example.com"));
        String attempt = code.body().replaceAll("(?s).*name=\"attempt\" value=\"([^\"]+)\".*", "$1");

        Visit details = visitor.get("/sign-in/email/details?attempt=" + attempt);

        assertThat(details.status()).isEqualTo(410);
        assertThat(user("sneaky@example.com").isMissingNode()).isTrue();
    }

    @Test
    void letsNobodyInWhoIsBanned() throws Exception {
        String id = backend.call("POST", "/users", "{\"email_address\":[\"bad@example.com\"]}")
                .json()
                .get("id")
                .stringValue();
        Visit code = visitor.submit(visitor.get("/sign-in/email"), Map.of("email", "bad@example.com"));
        backend.call("POST", "/users/" + id + "/ban");

        Visit refused = visitor.submit(code, Map.of("code", code(code)));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("banned");
        assertThat(visitor.get("/").body()).contains("Nobody is signed in");
    }

    @Test
    void refusesTokensToWhoeverWasBannedMeanwhile() throws Exception {
        Visit code = visitor.submit(
                visitor.get(application.authorize(Map.of("identity_provider", "google"))),
                Map.of("account", "linus@example.com"));
        JsonNode tokens = application.exchange(code);
        String id = user("linus@example.com").get("id").stringValue();

        backend.call("POST", "/users/" + id + "/ban");

        assertThat(application
                        .refresh(tokens.get("refresh_token").stringValue())
                        .get("error")
                        .stringValue())
                .isEqualTo("invalid_grant");
        assertThat(visitor.get(application.authorize(Map.of("prompt", "none"))).query())
                .containsEntry("error", "login_required");
        backend.call("POST", "/users/" + id + "/unban");
    }

    @Test
    void continuesNowhereButAtTheApplication() throws Exception {
        for (String target :
                new String[] {"https://evil.example", "//evil.example", "/v1/users", "/oauth/authorizeX"}) {
            Visit page = visitor.get("/sign-in?" + Visitor.form(Map.of("continue", target)));
            assertThat(page.body()).as(target).doesNotContain("continue=");
        }
    }

    @Test
    void signsOutOnTheFirstPage() throws Exception {
        visitor.submit(visitor.get("/sign-in/google"), Map.of("account", "ada@example.com"));
        Visit first = visitor.get("/");
        assertThat(first.body()).contains("Signed in as <strong>Ada Lovelace</strong>");

        assertThat(visitor.submit(first, Map.of()).body()).contains("Nobody is signed in");
        assertThat(visitor.get("/no/such/page").status()).isEqualTo(404);
        assertThat(visitor.get("/no/such/page").body()).contains("Nothing here");
    }
}
