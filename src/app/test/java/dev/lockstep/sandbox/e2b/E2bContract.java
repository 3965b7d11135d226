package dev.lockstep.sandbox.e2b;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** E2B's published description of its control plane; holds requests and the fake's answers against it. */
final class E2bContract {

    private static final Path DESCRIPTION = Path.of("../shared/specs/e2b/openapi.yml");
    private static final String HOME = "https://e2b.example/openapi.json";

    private final JsonNode description;
    private final SchemaRegistry schemas;

    private E2bContract(JsonNode description) {
        this.description = description;
        String text = description.toString();
        this.schemas = SchemaRegistry.withDefaultDialect(
                Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(HOME, text)));
    }

    /** Empty, with a message, where the description is absent. */
    static Optional<E2bContract> load() {
        if (!Files.exists(DESCRIPTION)) {
            System.out.println("SKIPPED: E2B's description of its API is not at " + DESCRIPTION);
            return Optional.empty();
        }
        try {
            return Optional.of(new E2bContract(YAMLMapper.builder().build().readTree(Files.readString(DESCRIPTION))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void checkRequest(FakeE2b.Seen seen) {
        String template = template(seen.path());
        JsonNode operation = operation(seen.method(), template);
        assertThat(operation.isObject()).as(seen.method() + " " + seen.path()).isTrue();
        JsonNode body = operation.path("requestBody");
        if (body.isObject()) {
            fits(pointer(seen.method(), template) + "/requestBody/content/application~1json/schema", seen.json());
        } else {
            assertThat(seen.body()).isEmpty();
        }
        for (String name : seen.query().keySet()) {
            assertThat(operation.path("parameters").valueStream().map(this::name))
                    .contains(name);
        }
    }

    void checkAnswer(String method, String path, int status, String body) {
        String template = template(path);
        JsonNode response = operation(method, template).path("responses").path(String.valueOf(status));
        assertThat(response.isObject()).as(method + " " + path + " " + status).isTrue();
        if (response.path("content").isObject()) {
            fits(
                    pointer(method, template) + "/responses/" + status + "/content/application~1json/schema",
                    JsonMapper.shared().readTree(body));
        }
    }

    private String name(JsonNode parameter) {
        String reference = parameter.path("$ref").asString("");
        return reference.isEmpty()
                ? parameter.path("name").asString("")
                : description.at(reference.substring(1)).path("name").asString("");
    }

    private JsonNode operation(String method, String template) {
        return description.path("paths").path(template).path(method.toLowerCase(java.util.Locale.ROOT));
    }

    private static String pointer(String method, String template) {
        return "/paths/" + template.replace("/", "~1") + "/" + method.toLowerCase(java.util.Locale.ROOT);
    }

    private static String template(String path) {
        return path.replaceFirst("^/sandboxes/[^/]+", "/sandboxes/{sandboxID}");
    }

    private void fits(String pointer, JsonNode value) {
        assertThat(schemas.getSchema(SchemaLocation.of(HOME + "#" + pointer)).validate(value))
                .as(pointer + " " + value)
                .isEmpty();
    }
}
