package dev.lockstep.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Databases of the emulators lay in files that everybody on the machine could read (0644), deploy keys and the webhooks'
 * secret among what they hold, beside an emulator.env that was private.
 */
@DisabledOnOs(
        value = OS.WINDOWS,
        disabledReason = "Windows knows no permissions of owners; PrivateFolder says so there")
class PrivateFolderTest {

    @TempDir
    Path folder;

    @Test
    void keepsWhatThisProcessAndItsChildrenMakeFromOthers() throws Exception {
        Path home = folder.resolve("a/home");

        assertThat(PrivateFolder.open(home)).isEmpty();
        Files.writeString(home.resolve("own"), "");
        Files.createDirectory(home.resolve("folder"));
        int status = new ProcessBuilder("sh", "-c", "echo > child && mkdir children")
                .directory(home.toFile())
                .start()
                .waitFor();

        assertThat(status).isZero();
        assertThat(mode(home)).isEqualTo("rwx------");
        assertThat(mode(home.resolve("own"))).isEqualTo("rw-------");
        assertThat(mode(home.resolve("folder"))).isEqualTo("rwx------");
        assertThat(mode(home.resolve("child"))).isEqualTo("rw-------");
        assertThat(mode(home.resolve("children"))).isEqualTo("rwx------");
    }

    @Test
    void closesWhatAnEarlierVersionLeftOpen() throws IOException {
        Path home = open(Files.createDirectory(folder.resolve("home")), "rwxr-xr-x");
        Path deep = open(Files.createDirectory(home.resolve("emulator")), "rwxrwxr-x");
        Path database = open(Files.createFile(deep.resolve("platform.mv.db")), "rw-r--r--");
        Path program = open(Files.createFile(home.resolve("program")), "r-xr-xr-x");
        Path outside = open(Files.createFile(folder.resolve("outside")), "rw-r--r--");
        Files.createSymbolicLink(home.resolve("link"), outside);

        assertThat(PrivateFolder.open(home)).isEmpty();

        assertThat(mode(home)).isEqualTo("rwx------");
        assertThat(mode(deep)).isEqualTo("rwx------");
        assertThat(mode(database)).isEqualTo("rw-------");
        assertThat(mode(program)).isEqualTo("r-x------");
        assertThat(mode(outside)).isEqualTo("rw-r--r--");
    }

    @Test
    void saysWhereTheFileSystemKnowsNoOwners() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            assertThat(PrivateFolder.open(zip.getPath("/home")).orElseThrow())
                    .isEqualTo(
                            "The file system of /home knows no owners' permissions: see to it yourself that nobody else on"
                                    + " this machine can read the folder, which holds keys.");
        }
    }

    private static Path open(Path file, String mode) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }
}
