package dev.lockstep.account.people;

import dev.lockstep.account.people.PeopleFilter.Order;
import dev.lockstep.account.people.PeopleFilter.Show;
import dev.lockstep.account.person.Role;
import dev.lockstep.core.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Pages of people, read by the indexes of both orders, however many people there are. */
@Component
class PeopleRows {

    private static final String COLUMNS = """
            select id, email, username, first_name, last_name, image_url, role, banned, deleted_at, last_signed_in_at
            """;

    private final JdbcClient jdbc;

    PeopleRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(readOnly = true)
    List<ListedPerson> page(PeopleFilter filter, int offset, int limit) {
        return filtered(COLUMNS, filter, order(filter.order()) + " limit :limit offset :offset")
                .param("limit", limit)
                .param("offset", offset)
                .query(PeopleRows::read)
                .list();
    }

    @Transactional(readOnly = true)
    long count(PeopleFilter filter) {
        return filtered("select count(*)", filter, "").query(Long.class).single();
    }

    @Transactional(readOnly = true)
    Optional<ListedPerson> find(PersonId user) {
        return jdbc.sql(COLUMNS + " from account where id = :id")
                .param("id", user.value())
                .query(PeopleRows::read)
                .optional();
    }

    private JdbcClient.StatementSpec filtered(String select, PeopleFilter filter, String rest) {
        String text = filter.text().isEmpty()
                ? ""
                : " and (name_key like :text escape '!'"
                        + " or lower(username) like :text escape '!' or lower(email) like :text escape '!'"
                        + " or lower(id) like :text escape '!')";
        var statement = jdbc.sql(select + " from account where " + shown(filter.show()) + text + rest);
        return text.isEmpty() ? statement : statement.param("text", "%" + literal(filter.text()) + "%");
    }

    /** Ids are full of underscores, which mean any letter to a database. */
    private static String literal(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
    }

    private static String shown(Show show) {
        return switch (show) {
            case ALL -> "1 = 1";
            case ADMINISTRATORS -> "role = 'ADMIN' and deleted_at is null";
            case BANNED -> "banned and deleted_at is null";
            case DELETED -> "deleted_at is not null";
            case NEVER -> "last_signed_in_at is null and deleted_at is null";
        };
    }

    private static String order(Order order) {
        return switch (order) {
            case NEWEST -> " order by last_signed_in_at desc nulls last, id";
            case NAME -> " order by name_key, id";
        };
    }

    private static ListedPerson read(ResultSet row, int number) throws SQLException {
        String id = row.getString("id");
        Optional<String> username = Optional.ofNullable(row.getString("username"));
        Optional<String> email = Optional.ofNullable(row.getString("email"));
        String full = Stream.of(row.getString("first_name"), row.getString("last_name"))
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(" "));
        return new ListedPerson(
                new PersonId(id),
                full.isEmpty() ? username.or(() -> email).orElse(id) : full,
                username,
                email,
                Optional.ofNullable(row.getString("image_url")),
                Role.valueOf(row.getString("role")),
                row.getBoolean("banned"),
                Optional.ofNullable(row.getTimestamp("deleted_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getTimestamp("last_signed_in_at")).map(Timestamp::toInstant));
    }
}
