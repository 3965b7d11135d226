package dev.lockstep.emulator.clerk.store;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;

/**
 * Who this Clerk is. The id and the key are made at the first start and kept, so that tokens verify after a restart.
 *
 * @param id {@code ins_…}, also the key's id
 * @param issuer where it answers, without a slash at the end
 * @param environmentName what the pages call this place
 * @param key signs every token: OIDC and sessions alike
 */
public record Instance(String id, URI issuer, String environmentName, RSAKey key) {

    private static final int KEY_BITS = 2048;

    public static Instance open(Database database, Ids ids, Clock clock, URI issuer, String environmentName) {
        var stored = database.jdbc()
                .sql("SELECT id, signing_key FROM instance")
                .query((row, n) -> new Instance(row.getString(1), issuer, environmentName, parsed(row.getString(2))))
                .optional();
        return stored.orElseGet(() -> {
            String id = ids.make("ins");
            RSAKey key = generated(id);
            database.jdbc()
                    .sql("INSERT INTO instance (id, signing_key, created_at) VALUES (?, ?, ?)")
                    .params(id, key.toJSONString(), clock.millis())
                    .update();
            return new Instance(id, issuer, environmentName, key);
        });
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
