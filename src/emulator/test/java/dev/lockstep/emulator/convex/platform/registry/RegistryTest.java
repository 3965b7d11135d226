package dev.lockstep.emulator.convex.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path home;

    /** People have projects and keys of a version that knew one team and kept nothing of a key but its secret. */
    @Test
    void readsWhatAnOlderVersionKept() {
        try (var file = DeploymentFile.open(home.resolve("platform"))) {
            file.replace(Map.of(
                    "project",
                    Map.of("1", "{\"id\":1,\"name\":\"Shop\",\"slug\":\"shop\",\"createTime\":5}"),
                    "deployment",
                    Map.of("keen-wren-100", """
                            {"id":2,"name":"keen-wren-100","projectId":1,"type":"prod","port":4001,"sitePort":4002,
                            "quotaBytes":1000,"adminKey":"keen-wren-100|a","created":6,"keys":{"ci":"keen-wren-100|b"}}"""),
                    "counter",
                    Map.of("last", "2")));
        }

        try (var registry = new Registry(home.resolve("platform"))) {
            Project project = registry.project(1).orElseThrow();
            ProjectDeployment deployment = registry.deployment("keen-wren-100").orElseThrow();

            assertThat(project.teamId()).isEqualTo(1);
            assertThat(deployment.type()).isEqualTo("prod");
            assertThat(deployment.traits().isDefault()).isTrue();
            assertThat(deployment.adminKey().matches("keen-wren-100|a")).isTrue();
            assertThat(deployment.keys()).extracting(DeployKey::name).containsExactly("ci");
            assertThat(deployment.keys().getFirst().secret().matches("keen-wren-100|b"))
                    .isTrue();
            assertThat(registry.nextId()).isEqualTo(3);
            assertThat(registry.teams()).extracting(Team::slug).startsWith("local", "field-crew");
        }
    }

    @Test
    void keepsEverythingOverARestart() {
        var key = new DeployKey(
                7, "ci", Secret.of("a|b"), NOON, Optional.of(NOON.plusSeconds(60)), List.of("deployment:deploy"));
        var project = new Project(
                5, 2, "Kept", "kept", NOON, List.of(new DefaultVariable("NAME", "dev", "value")), List.of(key));
        var grant = new Grant(6, 2, Optional.of(5L), Grant.hash("token"), NOON, Optional.empty());
        try (var registry = new Registry(home.resolve("platform"))) {
            registry.put(project);
            registry.put(grant);
            registry.note(grant.usedAt(NOON));
            registry.put(registry.teams().getFirst().withQuota(3));
        }

        try (var registry = new Registry(home.resolve("platform"))) {
            assertThat(registry.project(5)).contains(project);
            assertThat(registry.grants()).containsExactly(grant.usedAt(NOON));
            assertThat(registry.teams().getFirst().projectQuota()).isEqualTo(3);
            assertThat(registry.teams()).hasSize(4);
        }
    }
}
