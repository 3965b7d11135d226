package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Instance;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {

    @TempDir
    Path home;

    @Test
    void isMadeWhenItIsFirstAskedForAndKept() {
        String id;
        String key;
        try (Database database = Database.open(home)) {
            Instance instance = open(database);
            id = instance.id();
            assertThat(stored(database)).isEmpty();

            key = instance.key().toJSONString();

            assertThat(stored(database)).isEqualTo(key);
            assertThat(instance.key().getKeyID()).isEqualTo(id);
            assertThat(instance.key().size()).isEqualTo(2048);
        }
        try (Database database = Database.open(home)) {
            Instance again = open(database);

            assertThat(again.id()).isEqualTo(id);
            assertThat(again.key().toJSONString()).isEqualTo(key);
        }
    }

    private static Instance open(Database database) {
        URI issuer = URI.create("http://127.0.0.1:3212");
        return Instance.open(database, new Ids(new SecureRandom()), Clock.systemUTC(), issuer, "Local");
    }

    private static String stored(Database database) {
        return database.jdbc()
                .sql("SELECT signing_key FROM instance")
                .query(String.class)
                .single();
    }
}
