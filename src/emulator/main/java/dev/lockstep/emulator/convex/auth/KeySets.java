package dev.lockstep.emulator.convex.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The public keys of issuers, fetched when first needed and again when a token names a key that is not among them (at
 * most every {@link #PATIENCE} per place). Every request is bounded by {@link #LIMIT}. Thread-safe.
 */
final class KeySets {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private record Fetched(JWKSet keys, Instant at) {}

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final Clock clock;
    private final Map<String, Fetched> cache = new ConcurrentHashMap<>();
    private final Map<String, String> discovered = new ConcurrentHashMap<>();

    KeySets(Clock clock) {
        this.clock = clock;
    }

    /** The address of an issuer's keys, by OIDC discovery. */
    String discover(String issuer) {
        String known = discovered.get(issuer);
        if (known != null) {
            return known;
        }
        String document = AuthProvider.canonical(issuer) + "/.well-known/openid-configuration";
        String address = WireJson.parse(get(document)).path("jwks_uri").asString("");
        if (address.isEmpty()) {
            throw failed(document, "it has no jwks_uri");
        }
        discovered.put(issuer, address);
        return address;
    }

    /** @param address http(s), or a {@code data:} URL that holds the keys */
    Optional<JWK> key(String address, String keyId) {
        Fetched fetched = cache.get(address);
        if (fetched != null) {
            JWK key = fetched.keys.getKeyByKeyId(keyId);
            if (key != null || clock.instant().isBefore(fetched.at.plus(PATIENCE))) {
                return Optional.ofNullable(key);
            }
        }
        return Optional.ofNullable(fetch(address).keys.getKeyByKeyId(keyId));
    }

    /**
     * All keys, for a token that names none.
     *
     * @param missed whether none of those that are known is the token's: they are asked for again, if that was long enough ago
     */
    List<JWK> all(String address, boolean missed) {
        Fetched fetched = cache.get(address);
        boolean isGood = fetched != null && (!missed || clock.instant().isBefore(fetched.at.plus(PATIENCE)));
        return (isGood ? fetched : fetch(address)).keys.getKeys();
    }

    private Fetched fetch(String address) {
        var fresh = new Fetched(read(address), clock.instant());
        cache.put(address, fresh);
        return fresh;
    }

    private JWKSet read(String address) {
        try {
            return JWKSet.parse(address.startsWith("data:") ? data(address) : get(address));
        } catch (ParseException e) {
            throw failed(address, "it is not a key set");
        }
    }

    private static String data(String address) {
        int comma = address.indexOf(',');
        String content = comma < 0 ? "" : address.substring(comma + 1);
        if (comma > 0 && address.substring(0, comma).endsWith(";base64")) {
            return new String(Base64.getDecoder().decode(content), StandardCharsets.UTF_8);
        }
        return URLDecoder.decode(content, StandardCharsets.UTF_8);
    }

    private String get(String address) {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(address)).timeout(LIMIT).build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw failed(address, "it answers HTTP " + response.statusCode());
            }
            return response.body();
        } catch (IOException | IllegalArgumentException e) {
            throw failed(address, "it cannot be reached");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(address, "waiting was interrupted");
        }
    }

    private static Refusal failed(String address, String why) {
        return Refusal.badRequest(
                "AuthProviderDiscoveryFailed", "Auth provider discovery of " + address + " failed: " + why);
    }
}
