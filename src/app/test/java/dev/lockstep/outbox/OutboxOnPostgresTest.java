package dev.lockstep.outbox;

import dev.lockstep.Postgres;
import org.junit.jupiter.api.Tag;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@Tag("wire")
class OutboxOnPostgresTest extends OutboxTest {

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        Postgres.register(properties);
    }
}
