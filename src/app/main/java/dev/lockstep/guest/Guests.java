package dev.lockstep.guest;

import dev.lockstep.core.GuestId;
import dev.lockstep.sync.SyncedRecords;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** The guests of this installation. A guest is known by a key that their browser alone has; here is only its hash. */
@Service
public class Guests {

    private static final Logger LOG = LoggerFactory.getLogger(Guests.class);

    /** 256 bits: nobody guesses one. */
    private static final int KEY_BYTES = 32;

    private static final int AT_ONCE = 100;

    private final SecureRandom random = new SecureRandom();
    private final JdbcClient database;
    private final TransactionOperations transaction;
    private final SyncedRecords records;
    private final GuestProperties properties;
    private final Clock clock;

    Guests(
            JdbcClient database,
            TransactionOperations transaction,
            SyncedRecords records,
            GuestProperties properties,
            Clock clock) {
        this.database = database;
        this.transaction = transaction;
        this.records = records;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Somebody who works without an account, as they come in.
     *
     * @param key for their browser alone: whoever has it is this guest
     */
    record Entry(GuestId id, String key) {

        @Override
        public String toString() {
            return "Entry[" + id + "]";
        }
    }

    /** Makes a guest. */
    Entry make() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var id = new GuestId("guest_" + UUID.randomUUID());
        database.sql("insert into guest (id, key_hash, made_at, seen_at) values (:id, :hash, :now, :now)")
                .param("id", id.value())
                .param("hash", hash(key))
                .param("now", now())
                .update();
        return new Entry(id, key);
    }

    /** The guest who has this key, who is seen by that; empty when nobody has it any more. */
    Optional<Entry> find(String key) {
        return known(key).filter(this::seen).map(id -> new Entry(id, key));
    }

    /** The guest who has this key, without their being seen by that. */
    public Optional<GuestId> known(String key) {
        return database.sql("select id from guest where key_hash = :hash")
                .param("hash", hash(key))
                .query(String.class)
                .optional()
                .map(GuestId::new);
    }

    /** Deletes a guest's records; the guest stays. */
    public void discard(GuestId id) {
        transaction.executeWithoutResult(status -> records.forget(id));
    }

    /** Whether they are still there. */
    private boolean seen(GuestId id) {
        return database.sql("update guest set seen_at = :now where id = :id")
                        .param("now", now())
                        .param("id", id.value())
                        .update()
                == 1;
    }

    /** Deletes those who were not seen for long, with all that they wrote. Several nodes may do it at once. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
    void forgetUnseen() {
        Instant limit = clock.instant().minus(properties.kept());
        List<String> unseen;
        do {
            unseen = database.sql("select id from guest where seen_at < :limit order by seen_at limit :most")
                    .param("limit", limit.atOffset(ZoneOffset.UTC))
                    .param("most", AT_ONCE)
                    .query(String.class)
                    .list();
            unseen.forEach(id -> forget(new GuestId(id), limit));
        } while (unseen.size() == AT_ONCE);
    }

    /** The row goes first: whoever comes back at this moment is either seen before it, or no guest any more. */
    private void forget(GuestId id, Instant limit) {
        transaction.executeWithoutResult(status -> {
            int gone = database.sql("delete from guest where id = :id and seen_at < :limit")
                    .param("id", id.value())
                    .param("limit", limit.atOffset(ZoneOffset.UTC))
                    .update();
            if (gone == 1) {
                records.forget(id);
                LOG.info("Forgot a guest who was not seen since {}", limit);
            }
        });
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Bug: every Java has SHA-256", e);
        }
    }
}
