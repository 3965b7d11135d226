package dev.lockstep.project.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import dev.lockstep.core.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Seals secrets before they are stored: AES-256-GCM, each bound to its place, so that a sealed text that is copied into
 * another row opens nothing. Old keys of the keyset still open; new texts are sealed with the primary one. Thread-safe.
 */
public final class Vault {

    private static final int ID_BYTES = 5;

    private final Aead aead;
    private final int primary;

    Vault(KeysetHandle keys) {
        try {
            this.aead = keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
            this.primary = keys.getPrimary().getId();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bug: the keyset does not seal", e);
        }
    }

    /**
     * @param place which row and column, the same when it is opened: {@code grant/<id>/token}
     * @return base64, about 40 characters and a third longer than the secret
     */
    public String seal(Secret secret, String place) {
        try {
            byte[] text = secret.reveal().getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(aead.encrypt(text, place.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bug: a secret could not be sealed", e);
        }
    }

    /** @throws Unreadable when it was sealed by another installation's keys, or for another place */
    public Secret open(String sealed, String place) {
        try {
            byte[] text = aead.decrypt(Base64.getDecoder().decode(sealed), place.getBytes(StandardCharsets.UTF_8));
            return Secret.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Unreadable(place);
        }
    }

    /** Whether it was sealed with an older key than the primary one: seal it again to let go of the old key. */
    public boolean isOld(String sealed) {
        byte[] bytes = Base64.getDecoder().decode(sealed);
        // Tink's own prefix: one byte of version, four of the key's id.
        return bytes.length < ID_BYTES || ByteBuffer.wrap(bytes, 1, 4).getInt() != primary;
    }
}
