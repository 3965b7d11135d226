package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.lockstep.emulator.convex.NodeProject.Ended;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The emulator judged by the npm package's reactive client: live results, broken connections, identities, pages. */
@Tag("wire")
class OfficialLiveClientTest {

    private static final String ISSUER = "https://issuer.test";

    @TempDir
    static Path folder;

    /** The version of the lockfile, and those that {@code -Dconvex.versions=1.28.2,…} adds. */
    static Stream<String> versions() {
        String more = System.getProperty("convex.versions", "");
        return Stream.concat(Stream.of("locked"), Stream.of(more.split(",")).filter(version -> !version.isBlank()));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void servesTheReactiveClient(String version) throws JOSEException {
        ECKey signing = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        var settings = new ConvexEmulator.Settings(0, 0, folder.resolve("home-" + version), "live", EmulatorClient.KEY);
        try (var emulator = ConvexEmulator.start(settings)) {
            String url = emulator.url().toString();
            var project =
                    NodeProject.create(folder.resolve("project-" + version), NodeProject.selfHosted(url), version);
            project.write("convex/auth.config.ts", authConfig(signing));
            Ended pushed = project.convex("dev", "--once", "--typecheck=disable");
            assertThat(pushed.status()).as(pushed.output()).isZero();

            Ended ended = project.node(
                    "live.mjs", url, EmulatorClient.KEY.reveal(), token("ada", signing), token("bob", signing));

            assertThat(ended.status()).as(ended.output()).isZero();
            assertSeen(WireJson.parse(ended.output().lines().toList().getLast()));
        }
    }

    private static void assertSeen(JsonNode seen) {
        assertThat(seen.path("ownWrite").asString()).isEqualTo("from a");
        assertThat(seen.path("bothWays")).hasToString("[\"from a,from b\",\"from a,from b\"]");
        assertThat(seen.path("optimistic")).hasToString("[\"\",\"hoped\",\"real\"]");
        assertThat(seen.path("action").asString()).isEqualTo("sent acted");
        assertThat(seen.path("afterAction").asString()).isEqualTo("acted");
        assertThat(seen.path("reconnected").asBoolean()).isTrue();
        assertThat(seen.path("afterReconnect").asString()).isEqualTo("once,twice");
        assertThat(seen.path("inTheStore").asString()).isEqualTo("once,twice");
        assertThat(seen.path("afterRefusals").asInt()).isEqualTo(1);
        assertThat(seen.path("slow").asString()).isEqualTo("late");
        assertThat(seen.path("identities")).hasToString("[null,\"ada\",\"bob\",null]");
        assertThat(seen.path("askedAgain").asString()).isEqualTo("bob");
        assertThat(seen.path("authenticated").asBoolean()).isTrue();
        assertThat(seen.path("refusedToken").asBoolean(true)).isFalse();
        assertThat(seen.path("pages")).hasToString("[\"ab\",\"cd\",\"e\"]");
        assertThat(seen.path("done")).hasToString("[false,false,true]");
        assertThat(seen.path("cursorsKept").asBoolean()).isTrue();
        assertThat(seen.path("pagesAfterReconnect")).hasToString("[\"AaBb\",\"cDd\",\"eF\"]");
        assertThat(seen.path("paginated").asString()).isEqualTo("AaBbcDdeF");
    }

    private static String authConfig(ECKey signing) {
        String keys = new JWKSet(signing.toPublicJWK()).toString();
        String encoded = Base64.getEncoder().encodeToString(keys.getBytes(StandardCharsets.UTF_8));
        return """
                export default { providers: [{ type: 'customJwt', issuer: '%s', algorithm: 'ES256',
                  jwks: 'data:application/json;base64,%s' }] };
                """.formatted(ISSUER, encoded);
    }

    private static String token(String subject, ECKey signing) throws JOSEException {
        Instant now = Clock.systemUTC().instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(subject)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                .build();
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(), claims);
        jwt.sign(new ECDSASigner(signing));
        return jwt.serialize();
    }
}
