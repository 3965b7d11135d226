package dev.lockstep.sandbox.e2b.wire;

import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What one machine does when it is asked: its files and its processes. Paths are the machine's own. Blocks. */
public final class Envd {

    /** The port of envd in every machine. */
    public static final int PORT = 49983;

    /** How often a stream that has nothing to say shows that it lives. */
    public static final int KEEPALIVE_SECONDS = 50;

    private static final String USER = "user";
    private static final MediaType JSON = MediaType.get("application/json");
    private static final MediaType BYTES = MediaType.get("application/octet-stream");

    private final Http http;
    private final Machine machine;
    private final HttpUrl address;

    public Envd(Http http, Machine machine, HttpUrl address) {
        this.http = http;
        this.machine = machine;
        this.address = address;
    }

    public Machine machine() {
        return machine;
    }

    public static ObjectNode object() {
        return JsonMapper.shared().createObjectNode();
    }

    public void write(String path, byte[] content) {
        RequestBody body = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("file", path, RequestBody.create(content, BYTES))
                .build();
        Http.Answer answer = http.call(request(files(path)).post(body).build());
        if (!answer.isSuccess()) {
            throw problem(answer);
        }
    }

    public Optional<byte[]> read(String path) {
        Http.Answer answer = http.call(request(files(path)).get().build());
        if (answer.status() == 404 && answer.json().has("message")) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw problem(answer);
        }
        return Optional.of(answer.body());
    }

    private HttpUrl files(String path) {
        HttpUrl.Builder url = address.newBuilder().addPathSegment("files").addQueryParameter("path", path);
        if (machine.asksForUser()) {
            url.addQueryParameter("username", USER);
        }
        return url.build();
    }

    /**
     * A call with one answer.
     *
     * @param method for example {@code filesystem.Filesystem/Move}
     * @throws ConnectError when envd refuses
     */
    public JsonNode call(String method, JsonNode message) throws ConnectError {
        Http.Answer answer = http.call(request(rpc(method))
                .header("Connect-Protocol-Version", "1")
                .post(RequestBody.create(message.toString(), JSON))
                .build());
        if (answer.isSuccess()) {
            return answer.json();
        }
        if (answer.json().path("code").isString()) {
            throw ConnectError.of(answer.json());
        }
        throw problem(answer);
    }

    /**
     * A call with many answers, without an end of its own.
     *
     * @throws ConnectError when envd refuses
     * @throws MachineGone when there is no machine any more
     */
    public ConnectStream stream(String method, JsonNode message) throws IOException {
        return ConnectStream.open(http.stream(streaming(method, message).build()));
    }

    /** The same, ended by envd after ten seconds at the latest. */
    public ConnectStream shortStream(String method, JsonNode message) throws IOException {
        var call = http.stream(
                streaming(method, message).header("Connect-Timeout-Ms", "10000").build());
        call.timeout().timeout(15, TimeUnit.SECONDS);
        return ConnectStream.open(call);
    }

    private Request.Builder streaming(String method, JsonNode message) {
        // No word about compressed frames, and OkHttp's own offer of gzip, which would hold frames back, is withdrawn.
        return request(rpc(method))
                .header("Accept-Encoding", "identity")
                .header("Connect-Protocol-Version", "1")
                .header("Keepalive-Ping-Interval", String.valueOf(KEEPALIVE_SECONDS))
                .post(ConnectStream.frame(message));
    }

    private HttpUrl rpc(String method) {
        return address.newBuilder().addPathSegments(method).build();
    }

    private Request.Builder request(HttpUrl url) {
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("E2b-Sandbox-Id", machine.id())
                .header("E2b-Sandbox-Port", String.valueOf(PORT));
        Secret token = machine.token();
        if (token != null) {
            request.header("X-Access-Token", token.reveal());
        }
        if (machine.asksForUser()) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString((USER + ":").getBytes()));
        }
        return request;
    }

    private static SandboxProblem problem(Http.Answer answer) {
        return switch (answer.status()) {
            // E2B's proxy found no machine behind the address.
            case 502 -> SandboxProblem.gone();
            case 401 ->
                SandboxProblem.lasting(
                        SandboxProblem.KEY_REFUSED, "The cloud sandbox refused its own token.", "Start in a new one.");
            default -> Http.problem(answer);
        };
    }
}
