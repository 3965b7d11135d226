package dev.lockstep.account.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Postgres;
import dev.lockstep.account.people.PeopleFilter.Order;
import dev.lockstep.account.people.PeopleFilter.Show;
import dev.lockstep.core.PersonId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The list of people among a hundred thousand, on both databases. */
@Tag("wire")
class PeopleRowsTest {

    private static final int MANY = 100_000;

    private static final Map<Database, JdbcClient> FILLED = new EnumMap<>(Database.class);

    private enum Database {
        H2,
        POSTGRESQL
    }

    @ParameterizedTest
    @EnumSource
    void pagesByTheNewestSignInAndByName(Database database) {
        PeopleRows rows = rows(database);
        PeopleFilter byName = new PeopleFilter("", Show.ALL, Order.NAME);

        assertThat(ids(rows.page(PeopleFilter.ALL, 0, 3))).containsExactly("user_2", "user_4", "user_6");
        assertThat(ids(rows.page(PeopleFilter.ALL, MANY - 1, 50))).hasSize(1);
        assertThat(rows.page(PeopleFilter.ALL, MANY / 2, 1))
                .singleElement()
                .satisfies(person -> assertThat(person.lastSignedIn()).isEmpty());
        assertThat(rows.page(byName, 0, 3))
                .extracting(ListedPerson::name)
                .containsExactly("aaron", "Abe Zuse", "abigail@example.com");
        assertThat(rows.count(PeopleFilter.ALL)).isEqualTo(MANY);
    }

    @ParameterizedTest
    @EnumSource
    void countsEachKindWithoutTheDeleted(Database database) {
        PeopleRows rows = rows(database);

        assertThat(count(rows, Show.ADMINISTRATORS)).isEqualTo(9);
        assertThat(count(rows, Show.BANNED)).isEqualTo(99);
        assertThat(count(rows, Show.DELETED)).isEqualTo(10);
        assertThat(count(rows, Show.NEVER)).isEqualTo(MANY / 2);
        assertThat(rows.page(new PeopleFilter("", Show.DELETED, Order.NEWEST), 0, 20))
                .hasSize(10)
                .allMatch(ListedPerson::isDeleted);
    }

    @ParameterizedTest
    @EnumSource
    void findsByNameUsernameMailAndIdAndTakesSignsAsTheyAre(Database database) {
        PeopleRows rows = rows(database);

        assertThat(ids(rows.page(find("aBe z"), 0, 9))).containsExactly("user_20");
        assertThat(ids(rows.page(find("AARON"), 0, 9))).containsExactly("user_22");
        assertThat(ids(rows.page(find("abigail@"), 0, 9))).containsExactly("user_24");
        assertThat(ids(rows.page(find("USER_99999"), 0, 9))).containsExactly("user_99999");
        assertThat(rows.count(find("user_100"))).isEqualTo(11 + 100 + 1);
        assertThat(rows.count(find("user%1"))).isZero();
        assertThat(rows.count(find("user!_1"))).isZero();
        assertThat(rows.find(new PersonId("user_7"))).isPresent();
        assertThat(rows.find(new PersonId("user_nobody"))).isEmpty();
    }

    /** Else the database would sort everybody for each page. */
    @ParameterizedTest
    @EnumSource
    void readsPagesByIndex(Database database) {
        rows(database);

        assertThat(plan(database, "last_signed_in_at desc nulls last, id")).contains("account_signed_in");
        assertThat(plan(database, "name_key, id")).contains("account_name");
    }

    private static String plan(Database database, String order) {
        List<String> lines = FILLED.get(database)
                .sql("explain select id, email, name_key from account where 1 = 1 order by " + order
                        + " limit 50 offset 2000")
                .query(String.class)
                .list();
        return String.join("\n", lines).toLowerCase(java.util.Locale.ROOT);
    }

    private static PeopleFilter find(String text) {
        return new PeopleFilter(text, Show.ALL, Order.NEWEST);
    }

    private static long count(PeopleRows rows, Show show) {
        return rows.count(new PeopleFilter("", show, Order.NEWEST));
    }

    private static List<String> ids(List<ListedPerson> people) {
        return people.stream().map(person -> person.id().value()).toList();
    }

    private static synchronized PeopleRows rows(Database database) {
        return new PeopleRows(FILLED.computeIfAbsent(database, PeopleRowsTest::fill));
    }

    private static JdbcClient fill(Database database) {
        var source = switch (database) {
            case H2 ->
                new DriverManagerDataSource(
                        "jdbc:h2:mem:people;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
            case POSTGRESQL -> new DriverManagerDataSource(Postgres.freshDatabase(), "postgres", "");
        };
        Flyway.configure()
                .dataSource(source)
                .locations(
                        "classpath:db/migration",
                        "classpath:db/vendor/" + database.name().toLowerCase(java.util.Locale.ROOT))
                .load()
                .migrate();
        JdbcClient jdbc = JdbcClient.create(source);
        String numbers = database == Database.H2
                ? "system_range(1, " + MANY + ") as numbers(x)"
                : "generate_series(1, " + MANY + ") as numbers(x)";
        // Every other one has signed in, the lowest number last.
        jdbc.sql("""
                        insert into account (id, email, username, first_name, last_name, interests, role, last_signed_in_at,
                          created_at, updated_at, version, banned, deleted_at)
                        select 'user_' || x, 'p' || x || '@example.com', 'name' || x, 'First ' || x, 'Last ' || x, '[]',
                          case when mod(x, 10000) = 0 then 'ADMIN' else 'MEMBER' end,
                          case when mod(x, 2) = 0 then timestamp with time zone '2026-01-01 00:00:00+00'
                            - x * interval '1' second end,
                          now(), now(), 0, mod(x, 1000) = 0,
                          case when mod(x, 10000) = 20 or x = 100000 then now() end
                        from \
                        """ + numbers).update();
        jdbc.sql("update account set deleted_at = null where id = 'user_20'").update();
        jdbc.sql("update account set first_name = 'Abe', last_name = 'Zuse' where id = 'user_20'")
                .update();
        jdbc.sql("update account set first_name = null, last_name = ' ', username = 'aaron' where id = 'user_22'")
                .update();
        jdbc.sql("update account set first_name = null, last_name = null, username = null,"
                        + " email = 'abigail@example.com' where id = 'user_24'")
                .update();
        if (database == Database.POSTGRESQL) {
            jdbc.sql("analyze account").update();
        }
        return jdbc;
    }
}
