package dev.lockstep.emulator.clerk.store;

import com.nimbusds.jose.jwk.RSAKey;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;

/**
 * Who this Clerk is. The id is made at the first start and kept, and so is the key when it is first asked for, so that
 * tokens verify after a restart.
 *
 * @param id {@code ins_…}, also the key's id
 * @param issuer where it answers, without a slash at the end
 * @param environmentName what the pages call this place
 * @param signing signs every token: OIDC and sessions alike
 */
public record Instance(String id, URI issuer, String environmentName, Instant createdAt, SigningKey signing) {

    public static Instance open(Database database, Ids ids, Clock clock, URI issuer, String environmentName) {
        String id = database.jdbc()
                .sql("SELECT id FROM instance")
                .query(String.class)
                .optional()
                .orElseGet(() -> added(database, ids.make("ins"), clock));
        long created = database.jdbc()
                .sql("SELECT created_at FROM instance WHERE id = ?")
                .param(id)
                .query(Long.class)
                .single();
        return new Instance(id, issuer, environmentName, Instant.ofEpochMilli(created), new SigningKey(database, id));
    }

    private static String added(Database database, String id, Clock clock) {
        database.jdbc()
                .sql("INSERT INTO instance (id, signing_key, created_at) VALUES (?, ?, ?)")
                .params(id, SigningKey.NONE, clock.millis())
                .update();
        return id;
    }

    /** The first call on a new folder makes it, which takes a good part of a second. */
    public RSAKey key() {
        return signing.get();
    }
}
