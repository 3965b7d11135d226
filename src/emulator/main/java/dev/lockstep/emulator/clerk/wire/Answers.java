package dev.lockstep.emulator.clerk.wire;

import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.Ids;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes answers. The content type is {@code application/json} and nothing more: Clerk's own JavaScript reads no JSON
 * from an answer whose type names a character set.
 */
public final class Answers {

    private static final int TRACE_LENGTH = 32;

    private final JsonMapper json;
    private final Ids ids;

    public Answers(JsonMapper json, Ids ids) {
        this.json = json;
        this.ids = ids;
    }

    public JsonMapper json() {
        return json;
    }

    public ServerResponse ok(JsonNode body) {
        return written(ServerResponse.ok(), body);
    }

    /** A bare list, or with {@code paginated=true} the list and how many there are in all. */
    public ServerResponse list(ServerRequest request, ArrayNode page, long total) {
        if (!request.param("paginated").equals(Optional.of("true"))) {
            return ok(page);
        }
        return counted(page, total);
    }

    /** A list with how many there are in all, for the lists that are never bare. */
    public ServerResponse counted(ArrayNode page, long total) {
        ObjectNode body = json.createObjectNode();
        body.set("data", page);
        return ok(body.put("total_count", total));
    }

    /** 204. */
    public ServerResponse nothing() {
        return ServerResponse.noContent().build();
    }

    /** What is said of something that is gone. */
    public ServerResponse deleted(String object, String id) {
        return ok(json.createObjectNode().put("object", object).put("id", id).put("deleted", true));
    }

    public ServerResponse refusal(Refusal refusal) {
        var response = ServerResponse.status(refusal.status());
        refusal.retryAfter()
                .ifPresent(wait -> response.header(
                        HttpHeaders.RETRY_AFTER,
                        Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()))));
        return written(response, errors(refusal));
    }

    private ObjectNode errors(Refusal refusal) {
        ObjectNode body = json.createObjectNode();
        var errors = body.putArray("errors");
        for (Refusal.Fault fault : refusal.faults()) {
            ObjectNode error = errors.addObject()
                    .put("message", fault.message())
                    .put("long_message", fault.message())
                    .put("code", fault.code());
            if (fault.parameter() != null) {
                error.putObject("meta").put("param_name", fault.parameter());
            }
        }
        return body.put("clerk_trace_id", ids.text(TRACE_LENGTH).toLowerCase(Locale.ROOT));
    }

    private ServerResponse written(ServerResponse.BodyBuilder response, JsonNode body) {
        return response.contentType(MediaType.APPLICATION_JSON).body(json.writeValueAsBytes(body));
    }
}
