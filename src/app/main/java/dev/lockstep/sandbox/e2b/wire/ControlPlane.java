package dev.lockstep.sandbox.e2b.wire;

import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** E2B's control plane: makes, finds and ends machines. Each call throws a {@link SandboxProblem} when it fails. */
public final class ControlPlane {

    /** The paths of version 1, as the description that we were written against has them; its successor is {@code v2/…}. */
    private static final String SANDBOXES = "sandboxes";

    /** Listing is at version 2 only: the older one is deprecated there. */
    private static final String LIST = "v2/sandboxes";

    /** Finds a project's machine again, whoever made it. */
    private static final String PROJECT = "lockstep-project";

    private static final MediaType JSON = MediaType.get("application/json");

    private final Http http;
    private final HttpUrl api;
    private final Secret key;
    private final String template;

    public ControlPlane(Http http, URI api, Secret key, String template) {
        this.http = http;
        this.api = HttpUrl.get(api.toString());
        this.key = key;
        this.template = template;
    }

    /** Makes a machine that lives for this long, unless its time is extended. */
    public Machine create(String projectKey, Duration life) {
        ObjectNode body = seconds(life).put("templateID", template).put("secure", true);
        body.putObject("metadata").put(PROJECT, projectKey);
        return Machine.of(expect(http.call(post(url(SANDBOXES), body))).json());
    }

    /** The project's machine, if one runs. */
    public Optional<String> find(String projectKey) {
        // A pair is encoded once as part of the list of pairs, and once as part of the address.
        HttpUrl url = url(LIST)
                .newBuilder()
                .addQueryParameter("metadata", PROJECT + "=" + URLEncoder.encode(projectKey, StandardCharsets.UTF_8))
                .addQueryParameter("state", "running")
                .addQueryParameter("limit", "1")
                .build();
        var answer = expect(http.call(request(url).get().build())).json();
        return answer.isEmpty()
                ? Optional.empty()
                : Optional.of(answer.get(0).path("sandboxID").asString(""));
    }

    /** Its address and token, and a life of at least this long; empty when it is gone. */
    public Optional<Machine> connect(String id, Duration life) {
        var answer = http.call(post(url(SANDBOXES, id, "connect"), seconds(life)));
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(Machine.of(expect(answer).json()));
    }

    /** From now on it lives for this long; throws {@link SandboxProblem#GONE} when it is gone. */
    public void extend(String id, Duration life) {
        var answer = http.call(post(url(SANDBOXES, id, "timeout"), seconds(life)));
        if (answer.status() == 404) {
            throw SandboxProblem.gone();
        }
        expect(answer);
    }

    /** Ends it; one that is gone already is no problem. */
    public void kill(String id) {
        var answer = http.call(request(url(SANDBOXES, id)).delete().build());
        if (answer.status() != 404) {
            expect(answer);
        }
    }

    private HttpUrl url(String path, String... segments) {
        HttpUrl.Builder url = api.newBuilder().addPathSegments(path);
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url.build();
    }

    private Request.Builder request(HttpUrl url) {
        return new Request.Builder().url(url).header("X-API-Key", key.reveal());
    }

    private Request post(HttpUrl url, ObjectNode body) {
        return request(url).post(RequestBody.create(body.toString(), JSON)).build();
    }

    private static ObjectNode seconds(Duration life) {
        return JsonMapper.shared().createObjectNode().put("timeout", Math.toIntExact(life.toSeconds()));
    }

    private static Http.Answer expect(Http.Answer answer) {
        if (!answer.isSuccess()) {
            throw Http.problem(answer);
        }
        return answer;
    }
}
