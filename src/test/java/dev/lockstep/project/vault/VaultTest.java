package dev.lockstep.project.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.core.Problem;
import dev.lockstep.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
