package dev.lockstep.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.sandbox.process.SandboxKind;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SandboxesTest {

    @TempDir
    Path home;

    private ApplicationContextRunner application;

    @BeforeEach
    void configure() {
        application = new ApplicationContextRunner()
                .withUserConfiguration(SandboxConfiguration.class)
                .withBean(Clock.class, Clock::systemUTC)
                .withPropertyValues("lockstep.sandbox.home=" + home, "E2B_API_KEY=");
    }

    private String node(String name, String version) throws IOException {
        Path node = Files.writeString(home.resolve(name), "#!/bin/sh\necho " + version + "\n");
        Files.setPosixFilePermissions(node, PosixFilePermissions.fromString("rwx------"));
        return "lockstep.sandbox.node=" + node;
    }

    @Test
    void saysWhyAKindIsMissing() throws IOException {
        application.withPropertyValues(node("old", "v18.20.1")).run(context -> {
            var sandboxes = context.getBean(Sandboxes.class);

            assertThat(sandboxes.available()).isEmpty();
            assertThat(sandboxes.problem(SandboxKind.LOCAL).orElseThrow().sentence())
                    .isEqualTo("Node 18 is too old: local sandboxes need 20 or newer.");
            assertThat(sandboxes.problem(SandboxKind.E2B).orElseThrow().nextStep())
                    .contains("E2B_API_KEY");
            for (SandboxKind kind : SandboxKind.values()) {
                assertThatExceptionOfType(SandboxProblem.class)
                        .isThrownBy(() -> sandboxes.open(kind, "p1"))
                        .satisfies(problem -> assertThat(problem.code()).isEqualTo(SandboxProblem.UNAVAILABLE));
            }
        });
        application
                .withPropertyValues("lockstep.sandbox.node=" + home.resolve("nothing"))
                .run(context -> assertThat(context.getBean(Sandboxes.class).problem(SandboxKind.LOCAL))
                        .isPresent());
    }

    @Test
    void opensWhatThereIs() throws IOException {
        application
                .withPropertyValues(node("new", "v24.0.0"), "E2B_API_KEY=e2b_" + "0".repeat(40))
                .run(context -> {
                    var sandboxes = context.getBean(Sandboxes.class);

                    assertThat(sandboxes.available()).containsExactly(SandboxKind.LOCAL, SandboxKind.E2B);
                    for (SandboxKind kind : SandboxKind.values()) {
                        assertThat(sandboxes.open(kind, "p1").kind()).isEqualTo(kind);
                        assertThat(sandboxes.open(kind, "p1")).isSameAs(sandboxes.open(kind, "p1"));
                        assertThatIllegalArgumentException().isThrownBy(() -> sandboxes.open(kind, "../p1"));
                    }
                    assertThat(home.resolve("p1")).doesNotExist();
                });
    }
}
