package dev.lockstep.project.code;

import dev.lockstep.sandbox.process.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The files that a project begins with. What is there already is never overwritten. */
@Component
public class Template {

    private static final String ROOT = "/dev/lockstep/project/template/";
    private static final String IGNORED = ".gitignore";

    /** As they are called in a project; a resource cannot begin with a dot everywhere. */
    private static final List<String> FILES = List.of(
            "package.json",
            "convex.json",
            "tsconfig.json",
            IGNORED,
            "convex/tsconfig.json",
            "convex/schema.ts",
            "convex/auth.config.ts",
            "convex/http.ts",
            "convex/messages.ts");

    /** Files without which nothing runs; the others are examples, which somebody may have deleted. */
    private static final List<String> NEEDED =
            List.of("package.json", "convex.json", "tsconfig.json", IGNORED, "convex/tsconfig.json");

    /** Writes what is missing: all of it into an empty project, only what is needed into any other. */
    public void write(Sandbox sandbox) {
        boolean fresh = sandbox.list("convex").isEmpty();
        Map<String, String> missing = new LinkedHashMap<>();
        for (String path : fresh ? FILES : NEEDED) {
            if (sandbox.read(path).isEmpty()) {
                missing.put(path, content(path));
            }
        }
        if (!missing.isEmpty()) {
            sandbox.write(missing);
        }
    }

    private static String content(String path) {
        try (InputStream file =
                Template.class.getResourceAsStream(ROOT + (path.equals(IGNORED) ? IGNORED.substring(1) : path))) {
            if (file == null) {
                throw new IllegalStateException("Bug: the template has no " + path);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
