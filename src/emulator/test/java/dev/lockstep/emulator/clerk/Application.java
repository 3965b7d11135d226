package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.clerk.Visitor.Visit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An application that lets people sign in at the emulator: PKCE, state, nonce, token calls. */
final class Application {

    static final String REDIRECT = "http://localhost:8080/login/oauth2/code/clerk";
    private static final String VERIFIER = "a-verifier-of-at-least-43-characters-0123456789";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI issuer;

    Application(URI issuer) {
        this.issuer = issuer;
    }

    /** The address of an authorization request; later fields replace earlier ones, an empty one removes. */
    String authorize(Map<String, String> changes) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("response_type", "code");
        fields.put("client_id", Clerks.CLIENT_ID);
        fields.put("redirect_uri", REDIRECT);
        fields.put("scope", "openid profile email offline_access public_metadata");
        fields.put("state", "state-0123456789");
        fields.put("nonce", "nonce-0123456789");
        fields.put("code_challenge", challenge());
        fields.put("code_challenge_method", "S256");
        fields.putAll(changes);
        fields.values().removeIf(String::isEmpty);
        return "/oauth/authorize?" + Visitor.form(fields);
    }

    private static String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the token endpoint says to the code that the browser brought back. */
    JsonNode exchange(Visit back) throws IOException, InterruptedException {
        return exchange(back, Map.of(), basic());
    }

    /** As {@link #exchange(Visit)}, with the application known in another way. */
    JsonNode exchange(Visit back, Map<String, String> more, Map<String, String> headers)
            throws IOException, InterruptedException {
        assertThat(back.leavesTo().toString()).startsWith(REDIRECT);
        var fields = new LinkedHashMap<String, String>(more);
        fields.put("grant_type", "authorization_code");
        fields.put("code", back.query().get("code"));
        fields.put("redirect_uri", REDIRECT);
        fields.put("code_verifier", VERIFIER);
        return post("/oauth/token", fields, headers);
    }

    JsonNode refresh(String refreshToken) throws IOException, InterruptedException {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    JsonNode token(Map<String, String> fields) throws IOException, InterruptedException {
        return post("/oauth/token", fields, basic());
    }

    JsonNode post(String path, Map<String, String> fields, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(issuer.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Visitor.form(fields)));
        headers.forEach(request::header);
        return json(request);
    }

    JsonNode get(String path, Map<String, String> headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(issuer.resolve(path)).GET();
        headers.forEach(request::header);
        return json(request);
    }

    private JsonNode json(HttpRequest.Builder request) throws IOException, InterruptedException {
        String body = client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    }

    static Map<String, String> basic() {
        String pair = Clerks.CLIENT_ID + ":" + Clerks.CLIENT_SECRET;
        return Map.of(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** The payload of a JWT, its signature not looked at. */
    static JsonNode claims(String jwt) {
        return JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]));
    }

    static JsonNode header(String jwt) {
        return JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.")[0]));
    }
}
