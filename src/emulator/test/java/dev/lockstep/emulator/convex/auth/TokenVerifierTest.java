package dev.lockstep.emulator.convex.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("wire")
class TokenVerifierTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final AtomicReference<JWKSet> published = new AtomicReference<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private HttpServer issuer;
    private String address;
    private RSAKey key;
    private TokenVerifier verifier;

    @BeforeEach
    void start() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("one").generate();
        published.set(new JWKSet(key.toPublicJWK()));
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        address = "http://127.0.0.1:" + issuer.getAddress().getPort();
        answer("/.well-known/openid-configuration", () -> "{\"jwks_uri\":\"" + address + "/keys\"}");
        answer("/keys", () -> {
            fetches.incrementAndGet();
            return published.get().toString();
        });
        issuer.start();
        verifier = new TokenVerifier(new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        });
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    private interface Content {
        String get();
    }

    private void answer(String path, Content content) {
        issuer.createContext(path, exchange -> {
            byte[] bytes = content.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(address)
                .subject("user_1")
                .audience("convex")
                .expirationTime(Date.from(NOW.plusSeconds(60)))
                .claim("given_name", "Ada")
                .claim("email_verified", true)
                .claim("updated_at", 0)
                .claim("role", Map.of("level", 3));
    }

    private static String sign(RSAKey key, JWTClaimsSet claims) throws JOSEException {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    private List<AuthProvider> oidc() {
        return List.of(new AuthProvider.Oidc(address + "/", "convex"));
    }

    @Test
    void tellsThePersonByDiscovery() throws Exception {
        var person = WireJson.parse(
                verifier.verify(sign(key, claims().build()), oidc()).json());

        assertThat(person.path("tokenIdentifier").asString()).isEqualTo(address + "|user_1");
        assertThat(person.path("givenName").asString()).isEqualTo("Ada");
        assertThat(person.path("emailVerified").asBoolean()).isTrue();
        assertThat(person.path("updatedAt").asString()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(person.path("role").path("level").asInt()).isEqualTo(3);
    }

    @Test
    void asksForTheKeysOnceAndAgainForAKeyItDoesNotKnow() throws Exception {
        verifier.verify(sign(key, claims().build()), oidc());
        verifier.verify(sign(key, claims().build()), oidc());
        assertThat(fetches).hasValue(1);

        RSAKey rotated = new RSAKeyGenerator(2048).keyID("two").generate();
        published.set(new JWKSet(rotated.toPublicJWK()));
        now.set(NOW.plusSeconds(10));
        verifier.verify(sign(rotated, claims().build()), oidc());

        assertThat(fetches).hasValue(2);
    }

    /** As Convex Auth signs them, and publishes its key. */
    @Test
    void takesATokenThatNamesNoKeyFromWhoeverHasOne() throws Exception {
        RSAKey nameless = new RSAKeyGenerator(2048).generate();
        published.set(new JWKSet(List.of(key.toPublicJWK(), nameless.toPublicJWK())));
        RSAKey stranger = new RSAKeyGenerator(2048).generate();
        RSAKey rotated = new RSAKeyGenerator(2048).generate();

        assertThat(code(sign(nameless, claims().build()), oidc())).isEqualTo("accepted");
        assertThat(code(sign(stranger, claims().build()), oidc())).isEqualTo("Unauthenticated");
        published.set(new JWKSet(rotated.toPublicJWK()));
        now.set(NOW.plusSeconds(10));
        assertThat(code(sign(rotated, claims().build()), oidc())).isEqualTo("accepted");
        assertThat(code(sign(nameless, claims().build()), oidc())).isEqualTo("Unauthenticated");
    }

    @Test
    void refusesWhatItCannotTrust() throws Exception {
        RSAKey stranger = new RSAKeyGenerator(2048).keyID("one").generate();

        assertThat(code(sign(stranger, claims().build()), oidc())).isEqualTo("Unauthenticated");
        assertThat(code(
                        sign(
                                key,
                                claims().expirationTime(Date.from(NOW.minusSeconds(1)))
                                        .build()),
                        oidc()))
                .isEqualTo("TokenExpired");
        assertThat(code(sign(key, claims().audience("other").build()), oidc())).isEqualTo("NoAuthProvider");
        assertThat(code(sign(key, claims().issuer("https://else.test").build()), oidc()))
                .isEqualTo("NoAuthProvider");
        assertThat(code("not.a.token", oidc())).isEqualTo("InvalidAuthHeader");
    }

    private String code(String token, List<AuthProvider> providers) {
        try {
            verifier.verify(token, providers);
            return "accepted";
        } catch (Refusal e) {
            return e.code();
        }
    }

    @Test
    void readsCustomTokensWithKeysInADataUrl() throws Exception {
        String data =
                "data:application/json," + URLEncoder.encode(published.get().toString(), StandardCharsets.UTF_8);
        var providers = List.<AuthProvider>of(new AuthProvider.CustomJwt(address, data, "RS256", Optional.empty()));

        var person = WireJson.parse(
                verifier.verify(sign(key, claims().build()), providers).json());

        assertThat(person.path("given_name").asString())
                .as("custom claims keep their names")
                .isEqualTo("Ada");
        assertThat(person.path("role.level").asInt()).isEqualTo(3);
    }

    @Test
    void saysWhenTheIssuerCannotBeReached() throws IOException {
        issuer.stop(0);

        assertThatThrownBy(() -> verifier.verify(sign(key, claims().build()), oidc()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void takesTheKeyWithItsTypeInFront() {
        var authorizer = new Authorizer(Secret.of("name|secret"), verifier, List::of);

        assertThat(authorizer.identify("Convex prod:name|secret").isAdmin()).isTrue();
        assertThat(authorizer.identify("convex name|secret").isAdmin()).isTrue();
        assertThatThrownBy(() -> authorizer.identify("Convex name|wrong")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> authorizer.identify("Convex name|secret:bm8=")).isInstanceOf(Refusal.class);
    }
}
