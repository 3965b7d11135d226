package dev.lockstep.project.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.core.Problem;
import dev.lockstep.core.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets at rest. */
class VaultTest {

    private static final Secret KEY = Secret.of("dev:happy-animal-123|eyJ2MiI6");

    @TempDir
    private Path home;

    private Vault vault() {
        return Keyset.vault(Optional.empty(), home.resolve("keys/secrets.json"));
    }

    @Test
    void opensWhatItSealedAlsoAfterARestart() {
        String sealed = vault().seal(KEY, "grant/1/token");

        assertThat(sealed).doesNotContain("happy-animal", "eyJ2MiI6");
        assertThat(vault().open(sealed, "grant/1/token")).isEqualTo(KEY);
        assertThat(vault().seal(KEY, "grant/1/token")).isNotEqualTo(sealed);
    }

    @Test
    void refusesWhatWasCopiedToAnotherRowOrChanged() {
        String sealed = vault().seal(KEY, "grant/1/token");
        String changed = (sealed.charAt(40) == 'A' ? 'B' : 'A') + "";

        assertThatThrownBy(() -> vault().open(sealed, "grant/2/token"))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("grant/2/token");
        assertThatThrownBy(
                        () -> vault().open(sealed.substring(0, 40) + changed + sealed.substring(41), "grant/1/token"))
                .isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> vault().open("no base64 !", "grant/1/token")).isInstanceOf(Unreadable.class);
    }

    @Test
    void opensOldTextsAfterARotationAndKnowsThatTheyAreOld() {
        String old = vault().seal(KEY, "row");
        Keyset.rotate(home.resolve("keys/secrets.json"));

        assertThat(vault().open(old, "row")).isEqualTo(KEY);
        assertThat(vault().isOld(old)).isTrue();
        assertThat(vault().isOld(vault().seal(KEY, "row"))).isFalse();
    }

    @Test
    void rotatesFromTheCommandLineAndShowsNoKey() throws IOException {
        Path file = home.resolve("keys/secrets.json");
        String old = vault().seal(KEY, "row");
        String before = Files.readString(file);
        Map<String, String> atHome = Map.of("LOCKSTEP_HOME", home.toString());

        assertThat(command(atHome, "rotate")).contains("0: ", "has 2 keys now", "Start Lockstep again");
        assertThat(vault().open(old, "row")).isEqualTo(KEY);
        assertThat(vault().isOld(old)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        String rotated = Files.readString(file);
        Map<String, String> given = Map.of("LOCKSTEP_HOME", home.toString(), "LOCKSTEP_KEYSET", rotated);
        assertThat(command(given, "rotate")).contains("1: ", "Nothing was changed", "--file keyset.json");
        assertThat(Files.readString(file)).isEqualTo(rotated);
        Path copy = home.resolve("keyset.json");
        Files.writeString(copy, before);
        assertThat(command(given, "rotate", "--file", copy.toString())).contains("0: ");
        assertThat(Keyset.vault(Optional.of(Secret.of(Files.readString(copy))), file)
                        .open(old, "row"))
                .isEqualTo(KEY);

        assertThat(command(Map.of("LOCKSTEP_HOME", home + "/none"), "rotate")).contains("1: ", "There is no keyset at");
        assertThat(home.resolve("none")).doesNotExist();
        assertThat(command(atHome, "turn")).contains("2: Usage");
        Files.writeString(copy, "nonsense");
        assertThat(command(atHome, "rotate", "--file", copy.toString())).contains("1: ", "not a keyset of Tink");
        assertThat(Files.readString(copy)).isEqualTo("nonsense");
    }

    /** Its exit code and all that it prints, in which no keyset is. */
    private static String command(Map<String, String> environment, String... words) {
        var bytes = new ByteArrayOutputStream();
        var print = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int code = new KeysCommand(environment, print, print).run(List.of(words));
        String printed = code + ": " + bytes.toString(StandardCharsets.UTF_8);
        assertThat(printed).doesNotContain("primaryKeyId", "keyMaterialType", "\"value\"");
        return printed;
    }

    @Test
    void takesItsKeysFromTheEnvironmentFirst() throws IOException {
        String sealed = vault().seal(KEY, "row");
        Secret given = Secret.of(Files.readString(home.resolve("keys/secrets.json")));
        Path elsewhere = home.resolve("elsewhere.json");

        assertThat(Keyset.vault(Optional.of(given), elsewhere).open(sealed, "row"))
                .isEqualTo(KEY);
        assertThat(elsewhere).doesNotExist();
        assertThatThrownBy(() -> Keyset.vault(Optional.of(Secret.of("nonsense")), elsewhere))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("LOCKSTEP_KEYSET")
                .hasMessageNotContaining("nonsense");
    }

    @Test
    void keepsItsKeysToItsOwner() throws IOException {
        vault();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("keys/secrets.json"))))
                .isEqualTo("rw-------");
    }
}
