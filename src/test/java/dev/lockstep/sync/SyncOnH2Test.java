package dev.lockstep.sync;

import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties = "spring.datasource.url=jdbc:h2:mem:sync;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1")
class SyncOnH2Test extends SyncTest {}
