package dev.lockstep;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Judges requests and answers by the description that a service publishes of its own API (OpenAPI 3.1, whose schemas are
 * JSON Schema 2020-12). What the description does not know is a fault. Thread-safe.
 *
 * <p>Where the descriptions are not on the machine, the test that asks for one is skipped with a message.
 */
public final class OpenApi {

    private static final Path FOLDER = Path.of("../shared/specs/convex");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final YAMLMapper YAML = new YAMLMapper();

    /** An operation with the part of the description that says it. */
    private record Operation(String pointer, JsonNode json, Map<String, String> pathParameters) {}

    private final String home;
    private final String prefix;
    private final JsonNode description;
    private final SchemaRegistry schemas;
    private final Map<String, Schema> loaded = new HashMap<>();

    private OpenApi(String name, JsonNode description) {
        this.home = "https://descriptions.example/" + name;
        this.description = description;
        // Of `{deployment-url}/api/v1` as of `https://api.convex.dev/v1`, what follows the origin.
        String server = description.at("/servers/0/url").asString("");
        this.prefix = server.startsWith("{")
                ? server.substring(server.indexOf('}') + 1)
                : URI.create(server).getPath();
        String text = description.toString();
        this.schemas = SchemaRegistry.withDefaultDialect(
                Dialects.getDraft202012(), builder -> builder.schemas(Map.of(home, text)));
    }

    /** Of {@code https://api.convex.dev/v1}. */
    public static OpenApi convexManagement() {
        return read("management-openapi.json");
    }

    /** Of {@code /api/v1} on every deployment. */
    public static OpenApi convexDeployment() {
        return read("deployment-openapi.json");
    }

    /** Of {@code /api/convex} here. @param yaml as it is served */
    public static OpenApi own(String yaml) {
        return new OpenApi("convex-api.yaml", YAML.readTree(yaml));
    }

    private static OpenApi read(String name) {
        Path file = FOLDER.resolve(name);
        if (!Files.exists(file)) {
            System.out.println("SKIPPED: the published description is not at " + file);
        }
        Assumptions.assumeTrue(Files.exists(file), "no description at " + file);
        try {
            return new OpenApi(name, oneTypeEach(JSON.readTree(Files.readString(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same said so that the validator understands it: it cannot read a minimum beside a list of types. */
    private static JsonNode oneTypeEach(JsonNode node) {
        node.forEach(OpenApi::oneTypeEach);
        if (node instanceof ObjectNode schema
                && schema.path("type").isArray()
                && schema.path("minimum").isNumber()) {
            ObjectNode rest = schema.deepCopy().without("type");
            ArrayNode choices = JSON.createArrayNode();
            schema.path("type").forEach(type -> choices.add(rest.deepCopy().set("type", type)));
            schema.removeAll();
            schema.set("anyOf", choices);
        }
        return node;
    }

    /** Whether a path is this API's, to tell it from others on the same port. */
    public boolean covers(String path) {
        return path.startsWith(prefix + "/");
    }

    /**
     * Judges one exchange.
     *
     * @param path with the API's prefix and with the query, if any: {@code /v1/teams/1/projects?limit=2}
     * @param request the body that was sent, blank for none
     * @param answer the body that came, blank for none
     * @throws AssertionError naming everything that is wrong and where
     */
    public void check(String method, String path, String request, int status, String answer) {
        List<String> faults = faults(method, path, request, status, answer);
        if (!faults.isEmpty()) {
            throw new AssertionError(method + " " + path + " -> " + status + " is not as described:\n  "
                    + String.join("\n  ", faults) + "\n  request: " + request + "\n  answer: " + answer);
        }
    }

    /** The same, told instead of thrown; empty when all is well. */
    public synchronized List<String> faults(String method, String path, String request, int status, String answer) {
        String bare = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
        Optional<Operation> found = operation(method, bare);
        if (found.isEmpty()) {
            return List.of("there is no operation " + method + " " + bare);
        }
        var faults = new ArrayList<String>();
        Operation operation = found.get();
        pathFaults(operation, faults);
        queryFaults(operation, path, faults);
        // What is refused need not have been in order.
        if (status < 400) {
            bodyFaults(operation, request, faults);
        }
        answerFaults(operation, status, answer, faults);
        return faults;
    }

    private Optional<Operation> operation(String method, String path) {
        if (!covers(path)) {
            return Optional.empty();
        }
        String[] asked = path.substring(prefix.length()).split("/", -1);
        Operation best = null;
        for (var entry : description.path("paths").properties()) {
            JsonNode json = entry.getValue().path(method.toLowerCase(Locale.ROOT));
            Optional<Map<String, String>> parts = parts(entry.getKey().split("/", -1), asked);
            // Of two that fit, the one with fewer variables is meant.
            boolean fits = json.isObject() && parts.isPresent();
            if (fits
                    && (best == null
                            || parts.get().size() < best.pathParameters().size())) {
                String pointer = "/paths/" + escaped(entry.getKey()) + "/" + method.toLowerCase(Locale.ROOT);
                best = new Operation(pointer, json, parts.get());
            }
        }
        return Optional.ofNullable(best);
    }

    private static Optional<Map<String, String>> parts(String[] template, String[] asked) {
        if (template.length != asked.length) {
            return Optional.empty();
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 0; i < template.length; i++) {
            if (template[i].startsWith("{")) {
                found.put(template[i].substring(1, template[i].length() - 1), decoded(asked[i]));
            } else if (!template[i].equals(asked[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    private void pathFaults(Operation operation, List<String> faults) {
        operation.pathParameters().forEach((name, value) -> parameterFaults(operation, "path", name, value, faults));
    }

    private void queryFaults(Operation operation, String path, List<String> faults) {
        String query = path.contains("?") ? path.substring(path.indexOf('?') + 1) : "";
        Map<String, String> given = Arrays.stream(query.split("&"))
                .filter(pair -> !pair.isEmpty())
                .collect(Collectors.toMap(
                        pair -> decoded(pair.split("=", 2)[0]),
                        pair -> pair.contains("=") ? decoded(pair.split("=", 2)[1]) : ""));
        given.forEach((name, value) -> parameterFaults(operation, "query", name, value, faults));
        for (JsonNode parameter : operation.json().path("parameters")) {
            String name = parameter.path("name").asString("");
            boolean missing = parameter.path("required").asBoolean(false)
                    && parameter.path("in").asString("").equals("query")
                    && !given.containsKey(name);
            if (missing) {
                faults.add("the query parameter " + name + " is missing");
            }
        }
    }

    private void parameterFaults(Operation operation, String in, String name, String value, List<String> faults) {
        JsonNode parameters = operation.json().path("parameters");
        for (int i = 0; i < parameters.size(); i++) {
            JsonNode parameter = parameters.get(i);
            if (parameter.path("name").asString("").equals(name)
                    && parameter.path("in").asString("").equals(in)) {
                if (!parameter.has("schema")) {
                    // Described by its name alone: there is nothing that its value could break.
                    return;
                }
                String pointer = operation.pointer() + "/parameters/" + i + "/schema";
                // A digit may be meant as a text or as a number: either will do.
                List<String> asText = judge(pointer, JsonNodeFactory.instance.stringNode(value));
                List<String> asValue =
                        literal(value).map(node -> judge(pointer, node)).orElse(asText);
                if (!asText.isEmpty() && !asValue.isEmpty()) {
                    asValue.forEach(fault -> faults.add("the " + in + " parameter " + name + ": " + fault));
                }
                return;
            }
        }
        faults.add("there is no " + in + " parameter " + name);
    }

    private static Optional<JsonNode> literal(String value) {
        if (value.matches("-?\\d{1,18}|true|false|null")) {
            return Optional.of(JSON.readTree(value));
        }
        return Optional.empty();
    }

    private void bodyFaults(Operation operation, String request, List<String> faults) {
        JsonNode body = operation.json().path("requestBody");
        if (request.isBlank()) {
            if (body.path("required").asBoolean(false)) {
                faults.add("request: a body is required");
            }
            return;
        }
        if (body.at("/content/application~1json").isMissingNode()) {
            faults.add("request: a body is sent where none is described");
            return;
        }
        String pointer = operation.pointer() + "/requestBody/content/application~1json/schema";
        jsonFaults("request", pointer, request, faults);
    }

    private void answerFaults(Operation operation, int status, String answer, List<String> faults) {
        String at = operation.pointer() + "/responses/" + status;
        JsonNode described = operation.json().path("responses").path(String.valueOf(status));
        if (described.has("$ref")) {
            at = described.path("$ref").asString().substring(1);
            described = description.at(at);
        }
        if (described.isMissingNode()) {
            if (status < 400) {
                faults.add("the status " + status + " is not described");
            } else {
                problemFaults(answer, faults);
            }
            return;
        }
        if (described.at("/content/application~1json/schema").isMissingNode()) {
            if (status < 400 && !answer.isBlank()) {
                faults.add("answer: a body comes where none is described");
            }
            return;
        }
        jsonFaults("answer", at + "/content/application~1json/schema", answer, faults);
    }

    /** The shape of every refusal, which the description leaves out. */
    private static void problemFaults(String answer, List<String> faults) {
        try {
            JsonNode problem = JSON.readTree(answer);
            if (!problem.path("code").isString() || !problem.path("message").isString()) {
                faults.add("answer: a refusal must be {code, message}");
            }
        } catch (JacksonException e) {
            faults.add("answer: a refusal must be JSON");
        }
    }

    private void jsonFaults(String what, String pointer, String text, List<String> faults) {
        try {
            judge(pointer, JSON.readTree(text)).forEach(fault -> faults.add(what + ": " + fault));
        } catch (JacksonException e) {
            faults.add(what + ": is not JSON");
        }
    }

    private List<String> judge(String pointer, JsonNode value) {
        return loaded
                .computeIfAbsent(pointer, at -> schemas.getSchema(SchemaLocation.of(home + "#" + at)))
                .validate(value)
                .stream()
                .map((Error error) -> error.getInstanceLocation() + " " + error.getMessage())
                .toList();
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
