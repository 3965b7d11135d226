package dev.lockstep.emulator.clerk.wire;

import dev.lockstep.emulator.clerk.people.Refusal;
import java.io.IOException;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the JSON objects that requests carry. An absent body counts as an empty object. At most 1 MB. */
public final class Bodies {

    private static final int LIMIT_BYTES = 1024 * 1024;

    private final JsonMapper json;

    public Bodies(JsonMapper json) {
        this.json = json;
    }

    /** @throws Refusal when the body is too large, not JSON, or not an object */
    public ObjectNode object(ServerRequest request) throws IOException {
        byte[] bytes = request.servletRequest().getInputStream().readNBytes(LIMIT_BYTES + 1);
        if (bytes.length > LIMIT_BYTES) {
            throw Refusal.of(413, "request_body_too_large", "The request body is larger than 1 MB.");
        }
        if (bytes.length == 0) {
            return json.createObjectNode();
        }
        if (request.headers()
                .contentType()
                .filter(type -> type.isCompatibleWith(MediaType.APPLICATION_JSON))
                .isEmpty()) {
            throw Refusal.of(415, "unsupported_content_type", "Content-Type must be application/json.");
        }
        try {
            if (json.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw invalid();
        }
        throw invalid();
    }

    /** As {@link #object}, for what takes several at once; at least one. */
    public List<ObjectNode> objects(ServerRequest request) throws IOException {
        byte[] bytes = request.servletRequest().getInputStream().readNBytes(LIMIT_BYTES + 1);
        if (bytes.length > LIMIT_BYTES) {
            throw Refusal.of(413, "request_body_too_large", "The request body is larger than 1 MB.");
        }
        try {
            JsonNode list = json.readTree(bytes);
            if (list.isArray() && !list.isEmpty() && list.valueStream().allMatch(JsonNode::isObject)) {
                return list.valueStream().map(ObjectNode.class::cast).toList();
            }
        } catch (JacksonException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static Refusal invalid() {
        return Refusal.of(400, "request_body_invalid", "The request body is not a valid JSON object.");
    }
}
