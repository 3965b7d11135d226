package dev.lockstep.emulator.clerk;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Clerk's published description of its Backend API, by which requests and answers are judged. */
final class ApiDescription {

    private static final Path DESCRIPTION = Path.of("../shared/specs/clerk/bapi-2026-05-12.yml");
    private static final String HOME = "https://clerk.example/bapi.json";

    /** Read once: it is long, and reading it takes seconds. */
    private static @Nullable ApiDescription known;

    private final JsonNode description;
    private final SchemaRegistry schemas;
    private final Map<String, Schema> loaded = new LinkedHashMap<>();

    private ApiDescription(JsonNode description) {
        this.description = description;
        admitNulls(description);
        String text = description.toString();
        this.schemas = SchemaRegistry.withDefaultDialect(
                Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(HOME, text)));
    }

    /** What is "nullable" and one of several may be null, which none of the several says: validators want it said there. */
    private static void admitNulls(JsonNode node) {
        if (node.path("nullable").asBoolean(false) && node.get("oneOf") instanceof ArrayNode alternatives) {
            alternatives.addObject().put("nullable", true).putArray("enum").addNull();
        }
        node.forEach(ApiDescription::admitNulls);
    }

    /** Empty, and says so, where the file is absent. */
    static synchronized Optional<ApiDescription> find() throws IOException {
        if (known != null) {
            return Optional.of(known);
        }
        if (!Files.exists(DESCRIPTION)) {
            System.out.println("SKIPPED: Clerk's description of its API is not at " + DESCRIPTION);
            return Optional.empty();
        }
        known = new ApiDescription(YAMLMapper.builder().build().readTree(Files.readString(DESCRIPTION)));
        return Optional.of(known);
    }

    /**
     * What is wrong with one exchange, in sentences; empty where nothing is.
     *
     * @param path without {@code /v1}
     */
    synchronized List<String> faults(
            String method, String path, String query, String request, int status, String answer) {
        Optional<String> template = template(method, path);
        if (template.isEmpty()) {
            return List.of(method + " " + path + " is no operation of Clerk's");
        }
        String operation = "/paths/" + template.get().replace("/", "~1") + "/" + method.toLowerCase();
        var faults = new ArrayList<String>();
        if (status < 300 && request.startsWith("{")) {
            check(operation + "/requestBody/content/application~1json/schema", request)
                    .forEach(fault -> faults.add(method + " " + path + " asks: " + fault + " in " + request));
        }
        JsonNode response = description.at(operation + "/responses/" + status);
        if (response.isMissingNode()) {
            faults.add(method + " " + path + " answers " + status + ", which is not described: " + answer);
            return faults;
        }
        String pointer = response.has("$ref")
                ? response.get("$ref").stringValue().substring(1)
                : operation + "/responses/" + status;
        if (description.at(pointer).has("content")) {
            // The description tells the bare lists alone, and clients ask for those with a total.
            boolean wrapped = query.contains("paginated=true") && answer.startsWith("{\"data\"");
            String body = wrapped ? Backend.JSON.readTree(answer).get("data").toString() : answer;
            check(pointer + "/content/application~1json/schema", body)
                    .forEach(fault -> faults.add(method + " " + path + " answers: " + fault + " in " + answer));
        }
        return faults;
    }

    /** All operations with something in place of their parameters, for example {@code GET /users/x}. */
    List<String> operations() {
        var operations = new ArrayList<String>();
        for (var path : description.path("paths").properties()) {
            for (String method : List.of("get", "post", "put", "patch", "delete")) {
                if (path.getValue().has(method)) {
                    operations.add(method.toUpperCase() + " " + path.getKey().replaceAll("\\{[^}]+}", "x"));
                }
            }
        }
        return operations;
    }

    private List<String> check(String pointer, String json) {
        if (description.at(pointer).isMissingNode()) {
            return List.of("there is no description at " + pointer);
        }
        return loaded
                .computeIfAbsent(pointer, at -> schemas.getSchema(SchemaLocation.of(HOME + "#" + at)))
                .validate(Backend.JSON.readTree(json))
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** The path of the description that fits, and one without a parameter before one with. */
    private Optional<String> template(String method, String path) {
        return description.path("paths").properties().stream()
                .filter(entry -> entry.getValue().has(method.toLowerCase()))
                .map(Map.Entry::getKey)
                .filter(template -> path.matches(template.replaceAll("\\{[^}]+}", "[^/]+")))
                .min((a, b) -> Integer.compare(a.split("\\{").length, b.split("\\{").length));
    }
}
