package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Leg;
import dev.lockstep.outbox.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The whole application on the database that production uses. */
@Tag("wire")
class ProductOnPostgresTest {

    @Test
    void migratesAnEmptyDatabaseAndSavesAProfileInIt() {
        try (LockstepApp app = LockstepApp.start(
                LockstepApp.fresh("postgres"),
                "LOCKSTEP_DATABASE_URL=" + Postgres.freshDatabase(),
                "LOCKSTEP_DATABASE_USER=postgres")) {
            var jdbc = app.bean(JdbcTemplate.class);
            assertThat(jdbc.queryForObject("show server_version", String.class)).startsWith("17.");
            assertThat(jdbc.queryForList("select script from flyway_schema_history where success", String.class))
                    .contains("V1__accounts_and_outbox.sql", "V3__shared_outbox.sql");

            var profiles = new Profiles(app);
            PersonId ada = app.signUp("Ada", "Postgres");

            assertThat(profiles.save(ada, profiles.form(ada, "Ada", "Lovelace", "Row and change together"))
                            .legs())
                    .extracting(Leg::outcome)
                    .isNotEmpty()
                    .containsOnly(new Outcome.Saved());
            // What Clerk answered goes on to Convex in the background.
            LockstepApp.await(
                    "all has arrived",
                    () -> jdbc.queryForObject("select count(*) from outbox_entry where state <> 'DONE'", Long.class)
                            == 0);
        }
    }
}
