package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.lockstep.emulator.clerk.Visitor.Visit;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("wire")
class OidcFlowTest {

    @TempDir
    static Path home;

    private static ClerkEmulator clerk;
    private static Application application;

    private final Visitor visitor = new Visitor(clerk.issuer());

    @BeforeAll
    static void start() {
        clerk = ClerkEmulator.start(Clerks.settings(home));
        application = new Application(clerk.issuer());
    }

    @AfterAll
    static void stop() {
        clerk.close();
    }

    private Visit signInAs(String email) throws Exception {
        Visit chooser = visitor.get(application.authorize(Map.of("prompt", "login", "identity_provider", "google")));
        return visitor.submit(chooser, Map.of("account", email));
    }

    @Test
    void describesItselfAsClerkDoes() throws Exception {
        JsonNode document = application.get("/.well-known/openid-configuration", Map.of());

        assertThat(document.get("issuer").stringValue())
                .isEqualTo(clerk.issuer().toString());
        assertThat(document.propertyNames())
                .contains(
                        "issuer",
                        "authorization_endpoint",
                        "token_endpoint",
                        "revocation_endpoint",
                        "introspection_endpoint",
                        "userinfo_endpoint",
                        "jwks_uri",
                        "scopes_supported",
                        "response_types_supported",
                        "response_modes_supported",
                        "grant_types_supported",
                        "subject_types_supported",
                        "id_token_signing_alg_values_supported",
                        "token_endpoint_auth_methods_supported",
                        "claims_supported",
                        "code_challenge_methods_supported",
                        "backchannel_logout_supported",
                        "frontchannel_logout_supported",
                        "end_session_endpoint");
        assertThat(document.get("jwks_uri").stringValue()).isEqualTo(clerk.issuer() + "/.well-known/jwks.json");
        assertThat(application
                        .get("/.well-known/oauth-authorization-server", Map.of())
                        .get("token_endpoint"))
                .isEqualTo(document.get("token_endpoint"));
    }

    @Test
    void signsInAndIssuesClerksTokens() throws Exception {
        Visit back = signInAs("ada@example.com");

        JsonNode tokens = application.exchange(back);

        assertThat(back.query()).containsEntry("state", "state-0123456789");
        assertThat(tokens.get("token_type").stringValue()).isEqualTo("Bearer");
        String idToken = tokens.get("id_token").stringValue();
        JsonNode claims = Application.claims(idToken);
        assertThat(claims.get("sub").stringValue()).startsWith("user_");
        assertThat(
                        claims.get("aud").isString()
                                ? List.of(claims.get("aud").stringValue())
                                : List.of(claims.get("aud").get(0).stringValue()))
                .containsExactly(Clerks.CLIENT_ID);
        assertThat(claims.get("nonce").stringValue()).isEqualTo("nonce-0123456789");
        assertThat(claims.get("name").stringValue()).isEqualTo("Ada Lovelace");
        assertThat(claims.get("email").stringValue()).isEqualTo("ada@example.com");
        assertThat(claims.get("public_metadata").get("role").stringValue()).isEqualTo("admin");
        assertThat(claims.get("exp").longValue() - claims.get("iat").longValue())
                .isEqualTo(86_400);
        assertThat(claims.propertyNames()).contains("jti").doesNotContain("sid", "azp", "auth_time");
        JWKSet keys =
                JWKSet.parse(application.get("/.well-known/jwks.json", Map.of()).toString());
        var key = keys.getKeyByKeyId(Application.header(idToken).get("kid").stringValue());
        assertThat(key.getKeyID()).startsWith("ins_");
        assertThat(key.isPrivate()).isFalse();
        assertThat(SignedJWT.parse(idToken).verify(new RSASSAVerifier(key.toRSAKey())))
                .isTrue();
    }

    @Test
    void tellsTheUserinfoEndpointTheSamePerson() throws Exception {
        JsonNode tokens = application.exchange(signInAs("grace@example.com"));
        String access = tokens.get("access_token").stringValue();

        JsonNode info = application.get("/oauth/userinfo", Map.of("Authorization", "Bearer " + access));

        assertThat(info.get("object").stringValue()).isEqualTo("oauth_user_info");
        assertThat(info.get("sub"))
                .isEqualTo(
                        Application.claims(tokens.get("id_token").stringValue()).get("sub"));
        assertThat(info.get("instance_id").stringValue()).startsWith("ins_");
        assertThat(info.get("preferred_username").stringValue()).isEqualTo("grace_hopper");
    }

    @Test
    void refreshesWithASecondIdToken() throws Exception {
        JsonNode tokens = application.exchange(signInAs("grace@example.com"));

        JsonNode refreshed = application.refresh(tokens.get("refresh_token").stringValue());

        assertThat(Application.claims(refreshed.get("id_token").stringValue()).get("sub"))
                .isEqualTo(
                        Application.claims(tokens.get("id_token").stringValue()).get("sub"));
        assertThat(refreshed.get("access_token").stringValue())
                .isNotEqualTo(tokens.get("access_token").stringValue());
    }

    @Test
    void sendsTheBrowserNowhereElse() throws Exception {
        for (String address : List.of(
                "https://evil.example/callback",
                "http://localhost.evil.example/",
                "http://evil@localhost:8080/",
                "http://127.0.0.1.evil.example/",
                "javascript:alert(1)",
                "http://localhost:8080/#fragment",
                "http://192.168.0.1/")) {
            Visit refused = visitor.get(application.authorize(Map.of("redirect_uri", address)));

            assertThat(refused.status()).as(address).isEqualTo(400);
            assertThat(refused.response().headers().firstValue("Location"))
                    .as(address)
                    .isEmpty();
            assertThat(refused.body()).contains("This sign-in cannot start");
        }
        for (String address : List.of("http://localhost:1/x/y", "http://127.0.0.1:65000/", "http://[::1]:8080/cb")) {
            assertThat(visitor.get(application.authorize(Map.of("redirect_uri", address)))
                            .body())
                    .as(address)
                    .contains("Continue with Google");
        }
    }

    @Test
    void answersPromptNoneWithoutAPage() throws Exception {
        Visit before = visitor.get(application.authorize(Map.of("prompt", "none")));
        signInAs("linus@example.com");
        Visit after = visitor.get(application.authorize(Map.of("prompt", "none")));

        assertThat(before.query()).containsEntry("error", "login_required");
        assertThat(after.query()).containsKey("code");
    }

    @Test
    void asksAgainWhenToldToLogin() throws Exception {
        signInAs("linus@example.com");

        Visit silent = visitor.get(application.authorize(Map.of()));
        Visit asked = visitor.get(application.authorize(Map.of("prompt", "login")));

        assertThat(silent.query()).containsKey("code");
        assertThat(asked.body()).contains("Continue with Google");
        Visit chooser = visitor.get(application.authorize(Map.of("prompt", "login", "identity_provider", "github")));
        assertThat(chooser.body()).contains("Emulated GitHub");
        assertThat(visitor.submit(chooser, Map.of("account", "grace@example.com"))
                        .query())
                .containsKey("code");
    }

    @Test
    void signsOutOnTheApplicationsWish() throws Exception {
        JsonNode tokens = application.exchange(signInAs("grace@example.com"));
        String hint = tokens.get("id_token").stringValue();

        Visit left = visitor.get("/oauth/end_session?"
                + Visitor.form(Map.of(
                        "id_token_hint",
                        hint,
                        "post_logout_redirect_uri",
                        "http://localhost:8080/bye",
                        "state",
                        "s 1")));

        assertThat(left.leavesTo()).isEqualTo(URI.create("http://localhost:8080/bye?state=s%201"));
        assertThat(visitor.get(application.authorize(Map.of("prompt", "none"))).query())
                .containsEntry("error", "login_required");
    }

    @Test
    void knowsTheApplicationInAllOfClerksWays() throws Exception {
        Map<String, String> secretInTheForm =
                Map.of("client_id", Clerks.CLIENT_ID, "client_secret", Clerks.CLIENT_SECRET);
        Map<String, String> noSecret = Map.of("client_id", Clerks.CLIENT_ID);
        Map<String, String> wrongSecret = Map.of("client_id", Clerks.CLIENT_ID, "client_secret", "wrong");

        JsonNode posted = application.exchange(signInAs("ada@example.com"), secretInTheForm, Map.of());
        JsonNode bare = application.exchange(signInAs("ada@example.com"), noSecret, Map.of());
        JsonNode refused = application.exchange(signInAs("ada@example.com"), wrongSecret, Map.of());

        assertThat(posted.has("id_token")).isTrue();
        assertThat(bare.has("id_token")).isTrue();
        assertThat(refused.get("error").stringValue()).isEqualTo("invalid_client");
    }

    @Test
    void tellsWhetherATokenIsGoodAndTakesItBack() throws Exception {
        JsonNode tokens = application.exchange(signInAs("ada@example.com"));
        Map<String, String> refresh =
                Map.of("token", tokens.get("refresh_token").stringValue());

        JsonNode before = application.post("/oauth/token_info", refresh, Application.basic());
        application.post("/oauth/token/revoke", refresh, Application.basic());
        JsonNode after = application.post("/oauth/token_info", refresh, Application.basic());

        assertThat(before.get("active").booleanValue()).isTrue();
        assertThat(before.get("client_id").stringValue()).isEqualTo(Clerks.CLIENT_ID);
        assertThat(after.get("active").booleanValue()).isFalse();
        assertThat(application
                        .refresh(tokens.get("refresh_token").stringValue())
                        .get("error")
                        .stringValue())
                .isEqualTo("invalid_grant");
    }

    @Test
    void givesARefreshTokenOnlyForOfflineAccess() throws Exception {
        signInAs("ada@example.com");

        JsonNode tokens = application.exchange(visitor.get(application.authorize(Map.of("scope", "openid"))));

        assertThat(tokens.has("refresh_token")).isFalse();
        assertThat(Application.claims(tokens.get("id_token").stringValue()).propertyNames())
                .doesNotContain("email", "name", "public_metadata");
    }
}
