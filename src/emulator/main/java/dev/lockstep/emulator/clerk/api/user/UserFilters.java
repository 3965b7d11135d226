package dev.lockstep.emulator.clerk.api.user;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.people.Usernames;
import dev.lockstep.emulator.clerk.store.PeopleQuery;
import dev.lockstep.emulator.clerk.store.PeopleQuery.Column;
import dev.lockstep.emulator.clerk.wire.Page;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.function.ServerRequest;

/** Reads which people a request asks for. Lists take their values as {@code name=a&name=b} or {@code name[]=a}. */
final class UserFilters {

    private static final int MOST_VALUES = 100;
    private static final int MOST_USERS = 500;
    private static final int DEFAULT_USERS = 10;
    private static final int FARTHEST = 1_000_000;

    private final MultiValueMap<String, String> params;
    private final PeopleQuery query = new PeopleQuery();

    private UserFilters(ServerRequest request) {
        this.params = request.params();
    }

    /** The filters alone, for counting. */
    static PeopleQuery filters(ServerRequest request) {
        var filters = new UserFilters(request);
        filters.readLists();
        filters.readTexts();
        filters.readTimes();
        return filters.query;
    }

    /** The filters, the order and the page, for listing. */
    static PeopleQuery page(ServerRequest request) {
        var filters = new UserFilters(request);
        filters.readLists();
        filters.readTexts();
        filters.readTimes();
        filters.readPage();
        return filters.query;
    }

    private void readLists() {
        values("user_id", query::ids);
        values("external_id", query::externalIds);
        values(
                "username",
                names -> query.usernameKeys(names.stream().map(Usernames::key).toList()));
        values(
                "email_address",
                mails -> query.emailKeys(mails.stream().map(EmailAddress::key).toList()));
        Optional<String> provider = text("provider");
        values(
                "provider_user_id",
                ids -> query.accounts(
                        provider.orElseThrow(() -> Refusal.field(
                                "form_param_missing", "provider", "provider must be given with provider_user_id.")),
                        ids));
        values("phone_number", query::phoneNumbers);
        values("organization_id", query::members);
        // Nobody here has a wallet: asking for one finds nobody.
        values("web3_wallet", asked -> query.ids(List.of("nobody")));
    }

    private void readTexts() {
        text("query")
                .ifPresent(text -> query.containing(
                        text, Column.EMAIL_ADDRESS, Column.USERNAME, Column.ID, Column.FIRST_NAME, Column.LAST_NAME));
        text("email_address_query").ifPresent(text -> query.containing(text, Column.EMAIL_ADDRESS));
        text("username_query").ifPresent(text -> query.containing(text, Column.USERNAME));
        text("name_query").ifPresent(text -> query.containing(text, Column.FULL_NAME));
        text("phone_number_query").ifPresent(query::phoneContaining);
        text("banned").ifPresent(text -> query.banned(flag("banned", text)));
    }

    private void readTimes() {
        for (Column column : List.of(Column.CREATED_AT, Column.LAST_ACTIVE_AT, Column.LAST_SIGN_IN_AT)) {
            String name = column.name().toLowerCase(Locale.ROOT);
            time(name + "_before").ifPresent(millis -> query.before(column, millis));
            time(name + "_after").ifPresent(millis -> query.after(column, millis));
        }
        time("last_active_at_since").ifPresent(millis -> query.after(Column.LAST_ACTIVE_AT, millis - 1));
    }

    private void readPage() {
        String order = text("order_by").map(String::strip).orElse("-created_at");
        boolean descending = order.startsWith("-");
        Column column = column(order.replaceFirst("^[+-]", ""));
        query.orderedBy(column, descending);
        int offset = (int) text("offset")
                .map(text -> Page.whole("offset", text, 0, FARTHEST))
                .orElse(0L)
                .longValue();
        int limit = (int) text("limit")
                .map(text -> Page.whole("limit", text, 1, MOST_USERS))
                .orElse((long) DEFAULT_USERS)
                .longValue();
        query.page(limit, offset);
        text("starting_after").ifPresent(id -> {
            if (column != Column.CREATED_AT || offset > 0) {
                throw Refusal.field(
                        "form_param_value_invalid",
                        "starting_after",
                        "starting_after needs the order of created_at and no offset.");
            }
            query.startingAfter(id, descending);
        });
    }

    private static Column column(String name) {
        return switch (name) {
            case "created_at" -> Column.CREATED_AT;
            case "updated_at" -> Column.UPDATED_AT;
            case "email_address" -> Column.EMAIL_ADDRESS;
            case "first_name" -> Column.FIRST_NAME;
            case "last_name" -> Column.LAST_NAME;
            case "username" -> Column.USERNAME;
            case "last_active_at" -> Column.LAST_ACTIVE_AT;
            case "last_sign_in_at" -> Column.LAST_SIGN_IN_AT;
            case "phone_number", "web3wallet" -> Column.ID;
            default -> throw Refusal.field("form_param_value_invalid", "order_by", "order_by has no such field.");
        };
    }

    private interface Use {
        void values(List<String> values);
    }

    private void values(String name, Use use) {
        List<String> values = Stream.of(name, name + "[]")
                .flatMap(key -> params.getOrDefault(key, List.of()).stream())
                .toList();
        if (values.size() > MOST_VALUES) {
            throw Refusal.field("form_param_value_invalid", name, name + " takes at most 100 values.");
        }
        if (!values.isEmpty()) {
            use.values(values);
        }
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(params.getFirst(name)).filter(text -> !text.isEmpty());
    }

    private Optional<Long> time(String name) {
        return text(name).map(text -> Page.whole(name, text, 0, Long.MAX_VALUE));
    }

    private static boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Refusal.illFormed(name, "true or false");
        };
    }
}
