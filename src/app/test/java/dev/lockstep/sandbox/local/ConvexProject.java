package dev.lockstep.sandbox.local;

import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.process.ProcessRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small Convex project with the packages of the fixture, and the official CLI on it. */
final class ConvexProject {

    static final Secret KEY = Secret.of("test|0123456789abcdef");

    private static final Path FIXTURE = Path.of("src/emulator/test/convex-fixture");

    private ConvexProject() {}

    static Map<String, String> files() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (String file : List.of("package.json", "package-lock.json", "convex/tsconfig.json")) {
            files.put(file, Files.readString(FIXTURE.resolve(file)));
        }
        files.putAll(version(1));
        return files;
    }

    /** The one function, which tells its version. */
    static Map<String, String> version(int version) {
        return Map.of("convex/version.ts", """
                import { queryGeneric as query } from 'convex/server';
                export const get = query({ args: {}, handler: async () => %d });
                """.formatted(version));
    }

    /** @param url of the deployment; nothing else in the world is asked */
    static ProcessRequest dev(String url, String... options) {
        var argv = new ArrayList<>(List.of("node", "node_modules/convex/bin/main.js", "dev", "--typecheck=disable"));
        argv.addAll(List.of(options));
        return ProcessRequest.of("convex-dev", argv.toArray(String[]::new))
                .with("CONVEX_SELF_HOSTED_URL", url)
                .with("CONVEX_SELF_HOSTED_ADMIN_KEY", KEY)
                .with("CONVEX_PROVISION_HOST", url)
                .with("CONVEX_VERSION_API_ORIGIN", url)
                .with("CI", "1")
                .with("NO_COLOR", "1");
    }
}
