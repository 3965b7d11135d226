package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A disk that was full is no reason to start again: when there is room, all goes on. {@code -Pnightly} runs it. */
@Tag("wire")
@EnabledIfSystemProperty(named = "faults.everywhere", matches = "true")
class FullDiskTest {

    private static final String BUBBLEWRAP = "/usr/bin/bwrap";

    @Test
    void goesOnByItselfWhenThereIsRoomAgain() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of(BUBBLEWRAP)), "Skipped: needs bubblewrap for a small disk of its own");
        Path home = LockstepApp.fresh("full-disk");
        Path output = home.resolveSibling(home.getFileName() + ".log");
        var disk = List.of(BUBBLEWRAP, "--dev-bind", "/", "/", "--size", "40000000", "--tmpfs", home.toString());

        try (ChildRun run = ChildRun.of(disk, FullDisk.class, output, home.toString())) {
            run.awaitLine("kept again");
            run.awaitLine("agreed");

            assertThat(run.output()).contains("refused 20");
        }
    }
}
