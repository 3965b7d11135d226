package dev.lockstep.clerk;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the instance's Frontend API publishes of itself for those who check its tokens: OpenID Connect Discovery and the
 * key set that it names. Safe for any thread; a call blocks the one that makes it.
 */
public final class ClerkIssuer {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LEAVING = Duration.ofSeconds(2);

    private final URI issuer;
    private final Duration patience;
    private final HttpClient http;

    public ClerkIssuer(ClerkProperties properties) {
        this.issuer = properties.issuer();
        this.patience = properties.requestTimeout();
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.connectTimeout())
                .build();
    }

    /**
     * @param issuer as the document names itself; tokens carry exactly this text
     * @param keyIds of the keys that tokens may be signed with
     */
    public record Published(String issuer, Set<String> keyIds) {}

    /** @throws ClerkProblem when it cannot be had or read */
    public Published read() {
        JsonNode document = get(discovery(), patience);
        JsonNode keys =
                get(URI.create(document.path("jwks_uri").asString(issuer + "/.well-known/jwks.json")), patience);
        Set<String> ids = keys.path("keys")
                .valueStream()
                .map(key -> key.path("kid").asString(""))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return new Published(document.path("issuer").asString(""), ids);
    }

    /**
     * Where a browser goes to end its sign-in; empty when the instance offers none. Waits two seconds at most, since somebody
     * is about to leave.
     *
     * @throws ClerkProblem when the document cannot be had or read
     */
    public Optional<URI> endSession() {
        return Optional.ofNullable(get(discovery(), LEAVING).get("end_session_endpoint"))
                .map(node -> URI.create(node.asString()));
    }

    private URI discovery() {
        return URI.create(issuer + "/.well-known/openid-configuration");
    }

    private JsonNode get(URI address, Duration patience) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(address).timeout(patience).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw ClerkProblem.passing(
                        ClerkProblem.UNREADABLE, address + " answered with status " + answer.statusCode() + ".");
            }
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw ClerkProblem.passing(ClerkProblem.UNREADABLE, address + " is no JSON.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ClerkProblem.passing(ClerkProblem.STOPPED, "The call was stopped.");
        } catch (IOException e) {
            throw ClerkProblem.passing(ClerkProblem.UNREACHABLE, address + " cannot be reached.");
        }
    }
}
