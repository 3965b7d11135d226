package dev.lockstep.emulator.clerk.store;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * The instance's RSA key of 2048 bits. Made when it is first asked for and not when the instance is: finding two primes
 * costs a processor second of a JVM that has just started, and the first pages need no key. Thread-safe.
 */
public final class SigningKey {

    /** In place of a key that is not made yet. */
    static final String NONE = "";

    private static final int KEY_BITS = 2048;

    private final Database database;
    private final String id;
    private @Nullable RSAKey key;

    SigningKey(Database database, String id) {
        this.database = database;
        this.id = id;
    }

    synchronized RSAKey get() {
        RSAKey known = key;
        if (known == null) {
            known = storedOrMade();
            key = known;
        }
        return known;
    }

    private RSAKey storedOrMade() {
        String stored = database.jdbc()
                .sql("SELECT signing_key FROM instance WHERE id = ?")
                .param(id)
                .query(String.class)
                .single();
        return stored.equals(NONE) ? made() : parsed(stored);
    }

    private RSAKey made() {
        RSAKey made = generated(id);
        // Kept before anything is signed with it.
        database.jdbc()
                .sql("UPDATE instance SET signing_key = ? WHERE id = ?")
                .params(made.toJSONString(), id)
                .update();
        return made;
    }

    private static RSAKey parsed(String json) {
        try {
            return RSAKey.parse(json);
        } catch (ParseException e) {
            throw new IllegalStateException("Bug: the stored signing key is not a JWK", e);
        }
    }

    private static RSAKey generated(String id) {
        try {
            return new RSAKeyGenerator(KEY_BITS)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("This JDK cannot make RSA keys", e);
        }
    }
}
