package dev.lockstep;

import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.store.DocumentStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** The operation ids that a stopped deployment has taken, one for each effect it had. */
final class StoredOperations {

    private StoredOperations() {}

    static List<String> in(Path home) {
        Path file = home.resolve("emulator").resolve("convex").resolve("convex");
        try (var opened = DeploymentFile.open(file);
                var store = DocumentStore.open(opened, Clock.systemUTC(), new SecureRandom())) {
            return store.latest().documents("syncOps").stream()
                    .map(document -> document.value().text("opId").orElseThrow())
                    .toList();
        }
    }
}
