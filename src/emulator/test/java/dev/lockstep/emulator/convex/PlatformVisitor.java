package dev.lockstep.emulator.convex;

import dev.lockstep.OpenApi;
import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.platform.Platform;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** An application, a browser and a program at the emulated platform, over real sockets. Follows no redirect. */
final class PlatformVisitor implements AutoCloseable {

    static final Secret PERSONAL = Secret.of("team:local|of-the-test");
    static final String CLIENT = "client-of-the-test";
    static final String SECRET = "secret-of-the-test";
    static final String CALLBACK = "http://127.0.0.1:9/convex/callback";
    static final String CALLBACK_WITH_QUERY = "http://localhost:9/convex/callback?from=test";

    /** Of RFC 7636, appendix B. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    record Answer(int status, String body, Optional<String> location) {

        JsonNode json() {
            return WireJson.parse(body);
        }

        String code() {
            return json().path("code").asString("");
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private final Optional<OpenApi> judge;

    PlatformVisitor(URI url) {
        this(url, Optional.empty());
    }

    /** @param judge holds every exchange that it covers against the service's description */
    PlatformVisitor(URI url, Optional<OpenApi> judge) {
        this.url = url;
        this.judge = judge;
    }

    static Platform.Settings settings(Path home) {
        return new Platform.Settings(
                0, home, PERSONAL, CLIENT, Secret.of(SECRET), List.of(CALLBACK, CALLBACK_WITH_QUERY));
    }

    /** What an application asks a browser to bring, in order. */
    static Map<String, String> asking(String redirect) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", CLIENT);
        query.put("redirect_uri", redirect);
        query.put("response_type", "code");
        query.put("state", "a state & more");
        query.put("code_challenge", CHALLENGE);
        query.put("code_challenge_method", "S256");
        return query;
    }

    /** What it trades a code with. */
    static Map<String, String> trading(String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", CLIENT);
        form.put("client_secret", SECRET);
        form.put("redirect_uri", CALLBACK);
        form.put("code", code);
        form.put("code_verifier", VERIFIER);
        return form;
    }

    Answer page(String path, Map<String, String> query, String... headers) {
        return send("GET", path + "?" + form(query), "", headers);
    }

    Answer button(String path, Map<String, String> query, Map<String, String> fields, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/x-www-form-urlencoded";
        return send("POST", path + "?" + form(query), form(fields), all);
    }

    /** The code of a person who says yes to a team. */
    String teamCode(String team) {
        Answer answer = button("/oauth/authorize/team", asking(CALLBACK), Map.of("team", team));
        return parameter(answer.location().orElseThrow(() -> new AssertionError(answer.body())), "code");
    }

    /** The same for a project, which is made. */
    String newProjectCode(String team, String name) {
        Map<String, String> query = asking(CALLBACK);
        query.put("team", team);
        Answer answer = button("/oauth/authorize/project", query, Map.of("project", "+", "name", name));
        return parameter(answer.location().orElseThrow(() -> new AssertionError(answer.body())), "code");
    }

    Answer trade(Map<String, String> form) {
        return send("POST", "/oauth/token", form(form), "Content-Type", "application/x-www-form-urlencoded");
    }

    /** An access token for what the code was given for. */
    String token(String code) {
        Answer answer = trade(trading(code));
        if (answer.status() != 200) {
            throw new AssertionError(answer.body());
        }
        return answer.json().path("access_token").asString();
    }

    Answer get(String path, String token) {
        return send("GET", path, "", "Authorization", "Bearer " + token);
    }

    Answer post(String path, String token, String body) {
        return send("POST", path, body, "Authorization", "Bearer " + token, "Content-Type", "application/json");
    }

    Answer patch(String path, String token, String body) {
        return send("PATCH", path, body, "Authorization", "Bearer " + token, "Content-Type", "application/json");
    }

    /** With the platform's own token. */
    Answer asPerson(String method, String path, String body) {
        return send(method, path, body, "Authorization", "Bearer " + PERSONAL.reveal());
    }

    Answer send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            judge.filter(one -> one.covers(path))
                    .ifPresent(one -> one.check(method, path, body, response.statusCode(), response.body()));
            return new Answer(
                    response.statusCode(), response.body(), response.headers().firstValue("Location"));
        } catch (IOException e) {
            throw new AssertionError("The platform did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    static String parameter(String address, String name) {
        return Arrays.stream(URI.create(address).getRawQuery().split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + address));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        http.close();
    }
}
