package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tokens that a deployment signs, checked by itself as by anybody: through its key set. */
@Tag("wire")
class SignedTokensTest {

    private static final PushedApp APP =
            PushedApp.EMPTY.with("auth.config.js", """
            const url = process.env.CONVEX_CLOUD_URL;
            export default { providers: [
              { type: 'customJwt', issuer: url, jwks: url + '/.well-known/jwks.json', algorithm: 'ES256' }] };
            """).with("tokens.js", """
            export const sign = mutation(async (options, db) => db('signJwt', options));
            export const cannot = query(async (_, db) => db('signJwt', { expiresInSeconds: 60 }));
            export const who = query(async (_, db) => db('getUserIdentity', {}));
            """);

    @TempDir
    static Path home;

    private static ConvexEmulator emulator;
    private static EmulatorClient client;

    @BeforeAll
    static void start() {
        emulator = ConvexEmulator.start(settings());
        client = new EmulatorClient(emulator.url());
        client.push(APP);
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static ConvexEmulator.Settings settings() {
        return new ConvexEmulator.Settings(0, 0, home, "tokens", EmulatorClient.KEY);
    }

    @Test
    void signsWhatItsKeySetConfirms() {
        String token = client.mutation(
                        "tokens:sign", "{\"claims\":{\"sub\":\"ada\",\"role\":\"owner\"},\"expiresInSeconds\":60}")
                .value()
                .asString();

        JsonNode claims = claims(token);
        assertThat(claims.path("iss").asString()).isEqualTo(emulator.url().toString());
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(60);
        JsonNode identity = client.query("tokens:who", "{}", "Authorization", "Bearer " + token)
                .value();
        assertThat(identity.path("subject").asString()).isEqualTo("ada");
        assertThat(identity.path("role").asString()).isEqualTo("owner");
        String forged = token.substring(0, token.length() - 4) + (token.endsWith("AAAA") ? "BBBB" : "AAAA");
        assertThat(client.query("tokens:who", "{}", "Authorization", "Bearer " + forged)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void showsThePublicHalfOfTheKeyAlone() {
        JsonNode keys = client.get("/.well-known/jwks.json").json().path("keys");

        assertThat(keys).hasSize(1);
        assertThat(keys.path(0).propertyNames())
                .contains("kty", "crv", "x", "y", "kid")
                .doesNotContain("d");
        assertThat(client.get("/.well-known/jwks.json").json().path("keys")).isEqualTo(keys);
        assertThat(client.post(
                                "/api/function",
                                "{\"path\":\"_system/cli/tableData\",\"args\":{\"table\":\"_signing_keys\","
                                        + "\"paginationOpts\":{\"cursor\":null,\"numItems\":5}}}",
                                "Authorization",
                                EmulatorClient.ADMIN)
                        .error())
                .contains("not found");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"expiresInSeconds\":0} | it must be a whole number from 1 to 3600",
                "{\"expiresInSeconds\":3601} | it must be a whole number from 1 to 3600",
                "{} | it must be a whole number from 1 to 3600",
                "{\"expiresInSeconds\":60,\"claims\":{\"iss\":\"me\"}} | the claim `iss` is reserved",
                "{\"expiresInSeconds\":60,\"claims\":{\"nbf\":1}} | the claim `nbf` is reserved",
                "{\"expiresInSeconds\":60,\"claims\":{\"cvXrole\":\"a\"}} | the claim `cvXrole` is reserved",
            })
    void refusesClaimsAndLivesThatCannotBe(String options, String message) {
        assertThat(client.mutation("tokens:sign", options).error()).contains(message);
    }

    @Test
    void signsInMutationsAlone() {
        assertThat(client.query("tokens:cannot", "{}").error()).contains("Only mutations can sign tokens");
    }

    private static JsonNode claims(String token) {
        byte[] json = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return WireJson.parse(new String(json, StandardCharsets.UTF_8));
    }
}
