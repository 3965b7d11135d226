package dev.lockstep.project.vault;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** The keys that seal secrets, as Tink's JSON: in the environment, or in a file that only this user may read. */
public final class Keyset {

    private static final String TEMPLATE = "AES256_GCM";

    private Keyset() {}

    /**
     * The installation's vault.
     *
     * @param given the keyset from the environment, which goes first
     * @param file where it is otherwise; made with a fresh key when it is not there
     * @throws Problem when what is given is no keyset
     */
    public static Vault vault(Optional<Secret> given, Path file) {
        register();
        return new Vault(given.isPresent() ? parse(given.get().reveal(), "LOCKSTEP_KEYSET") : readOrMake(file));
    }

    /**
     * Adds a key with which everything is sealed from the next start on; what was sealed before still opens.
     *
     * @return how many keys there are now
     */
    public static int rotate(Path file) {
        register();
        try {
            KeysetHandle old = readOrMake(file);
            KeysetHandle more = KeysetHandle.newBuilder(old)
                    .addEntry(KeysetHandle.generateEntryFromParametersName(TEMPLATE)
                            .withRandomId()
                            .makePrimary())
                    .build();
            Path fresh = written(file, more);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return more.size();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bug: a key could not be made", e);
        } catch (IOException e) {
            throw new UncheckedIOException("The keyset " + file + " could not be written", e);
        }
    }

    private static void register() {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bug: Tink does not start", e);
        }
    }

    private static KeysetHandle readOrMake(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                makeOnce(file);
            }
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("The keyset " + file + " could not be read or made", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bug: a key could not be made", e);
        }
    }

    private static void makeOnce(Path file) throws IOException, GeneralSecurityException {
        Path fresh = written(file, KeysetHandle.generateNew(KeyTemplates.get(TEMPLATE)));
        try {
            Files.move(fresh, file);
        } catch (FileAlreadyExistsException e) {
            // Another node on this home was quicker; its keys are ours.
            Files.delete(fresh);
        }
    }

    /** Beside the file and whole, so that nobody ever reads half a keyset. */
    private static Path written(Path file, KeysetHandle keys) throws IOException, GeneralSecurityException {
        String json = TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get());
        // Temporary files are their owner's alone where the file system knows owners.
        Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "secrets", ".new");
        return Files.writeString(fresh, json);
    }

    private static KeysetHandle parse(String json, String where) {
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new Problem(
                    new ProblemCode("BadKeyset"),
                    Problem.Kind.PERMANENT,
                    "What is in " + where + " is not a keyset of Tink.",
                    "Bring back the keyset that was there, or take it away to begin with a fresh one; keys stored before"
                            + " are lost then.");
        }
    }
}
