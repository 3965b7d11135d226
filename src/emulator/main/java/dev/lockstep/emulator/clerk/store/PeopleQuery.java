package dev.lockstep.emulator.clerk.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Conditions on people, joined by "and", with their parameters. Collects; {@link People} runs it. */
public final class PeopleQuery {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();
    private String order = "created_at DESC, id DESC";
    private int limit = 10;
    private int offset;

    /** @param column a column's name from our own code, never from a request */
    PeopleQuery where(String condition, Object parameter) {
        conditions.add(condition);
        parameters.add(parameter);
        return this;
    }

    public PeopleQuery ids(Collection<String> ids) {
        return amongSigned("id", ids);
    }

    public PeopleQuery externalIds(Collection<String> ids) {
        return amongSigned("external_id", ids);
    }

    public PeopleQuery usernameKeys(Collection<String> keys) {
        return among("username_key", keys);
    }

    public PeopleQuery emailKeys(Collection<String> keys) {
        conditions.add("id IN (SELECT user_id FROM email_addresses WHERE email_key IN (" + marks(keys) + "))");
        parameters.addAll(keys);
        return this;
    }

    public PeopleQuery phoneNumbers(Collection<String> numbers) {
        conditions.add("id IN (SELECT user_id FROM phone_numbers WHERE phone_number IN (" + marks(numbers) + "))");
        parameters.addAll(numbers);
        return this;
    }

    /** Users of whom some telephone number holds the digits. */
    public PeopleQuery phoneContaining(String digits) {
        return where("id IN (SELECT user_id FROM phone_numbers WHERE LOCATE(?, phone_number) > 0)", digits);
    }

    /** Users who belong to at least one of the organizations, and to none whose id begins with a minus. */
    public PeopleQuery members(Collection<String> organizations) {
        var excluded = organizations.stream()
                .filter(id -> id.startsWith("-"))
                .map(id -> id.substring(1))
                .toList();
        var included = organizations.stream()
                .filter(id -> !id.startsWith("-"))
                .map(id -> id.startsWith("+") ? id.substring(1) : id.strip())
                .toList();
        return members("NOT IN", excluded).members("IN", included);
    }

    private PeopleQuery members(String sign, Collection<String> organizations) {
        if (!organizations.isEmpty()) {
            conditions.add("id " + sign + " (SELECT user_id FROM organization_memberships WHERE organization_id IN ("
                    + marks(organizations) + "))");
            parameters.addAll(organizations);
        }
        return this;
    }

    public PeopleQuery accounts(String provider, Collection<String> providerUserIds) {
        conditions.add("id IN (SELECT user_id FROM external_accounts WHERE provider = ? AND provider_user_id IN ("
                + marks(providerUserIds) + "))");
        parameters.add(provider);
        parameters.addAll(providerUserIds);
        return this;
    }

    public PeopleQuery provider(String provider) {
        return where("id IN (SELECT user_id FROM external_accounts WHERE provider = ?)", provider);
    }

    public PeopleQuery banned(boolean banned) {
        return where("banned = ?", banned);
    }

    /** Users whose column holds the text somewhere, without regard to case. */
    public PeopleQuery containing(String text, Column... columns) {
        var any = new ArrayList<String>();
        for (Column column : columns) {
            any.add("LOCATE(LOWER(?), LOWER(" + column.expression + ")) > 0");
            parameters.add(text);
        }
        conditions.add("(" + String.join(" OR ", any) + ")");
        return this;
    }

    public PeopleQuery before(Column column, long millis) {
        return where(column.expression + " < ?", millis);
    }

    public PeopleQuery after(Column column, long millis) {
        return where(column.expression + " > ?", millis);
    }

    public PeopleQuery orderedBy(Column column, boolean descending) {
        String direction = descending ? " DESC" : " ASC";
        order = column.expression + direction + ", id" + direction;
        return this;
    }

    public PeopleQuery page(int limit, int offset) {
        this.limit = limit;
        this.offset = offset;
        return this;
    }

    /** Only people that follow this one in the order of creation. */
    public PeopleQuery startingAfter(String id, boolean descending) {
        String sign = descending ? "<" : ">";
        return where("(created_at, id) " + sign + " (SELECT created_at, id FROM users WHERE id = ?)", id);
    }

    /** What people can be searched and ordered by. */
    public enum Column {
        ID("id"),
        CREATED_AT("created_at"),
        UPDATED_AT("updated_at"),
        LAST_SIGN_IN_AT("last_sign_in_at"),
        LAST_ACTIVE_AT("last_active_at"),
        USERNAME("username"),
        FIRST_NAME("first_name"),
        LAST_NAME("last_name"),
        FULL_NAME("CONCAT_WS(' ', first_name, last_name)"),
        EMAIL_ADDRESS("email_address");

        private final String expression;

        Column(String expression) {
            this.expression = expression;
        }
    }

    /** A value that begins with a minus is left out; a plus, which forms turn into a space, says nothing. */
    private PeopleQuery amongSigned(String column, Collection<String> values) {
        var excluded = values.stream()
                .filter(value -> value.startsWith("-"))
                .map(value -> value.substring(1))
                .toList();
        var included = values.stream()
                .filter(value -> !value.startsWith("-"))
                .map(value -> value.startsWith("+") ? value.substring(1) : value.strip())
                .toList();
        if (!excluded.isEmpty()) {
            conditions.add("(" + column + " IS NULL OR " + column + " NOT IN (" + marks(excluded) + "))");
            parameters.addAll(excluded);
        }
        return included.isEmpty() ? this : among(column, included);
    }

    private PeopleQuery among(String column, Collection<String> values) {
        conditions.add(column + " IN (" + marks(values) + ")");
        parameters.addAll(values);
        return this;
    }

    private static String marks(Collection<String> values) {
        return String.join(", ", values.stream().map(value -> "?").toList());
    }

    private String condition() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    String listSql() {
        return "SELECT document FROM users" + condition() + " ORDER BY " + order + " LIMIT " + limit + " OFFSET "
                + offset;
    }

    String countSql() {
        return "SELECT COUNT(*) FROM users" + condition();
    }

    List<Object> parameters() {
        return parameters;
    }
}
