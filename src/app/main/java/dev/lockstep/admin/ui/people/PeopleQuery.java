package dev.lockstep.admin.ui.people;

import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.account.people.PeopleFilter;
import dev.lockstep.account.people.PeopleFilter.Order;
import dev.lockstep.account.people.PeopleFilter.Show;
import dev.lockstep.core.PersonId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the address of the page says: {@code ?person=user_…&find=ada&show=banned&order=name}. What it says wrongly counts as
 * not said. Pure.
 */
record PeopleQuery(PeopleFilter filter, Optional<PersonId> person) {

    static final PeopleQuery NOTHING = new PeopleQuery(PeopleFilter.ALL, Optional.empty());

    static PeopleQuery of(QueryParameters parameters) {
        var filter = new PeopleFilter(
                parameters.getSingleParameter("find").orElse(""),
                parameters
                        .getSingleParameter("show")
                        .flatMap(word -> named(Show.values(), word))
                        .orElse(Show.ALL),
                parameters
                        .getSingleParameter("order")
                        .flatMap(word -> named(Order.values(), word))
                        .orElse(Order.NEWEST));
        return new PeopleQuery(
                filter,
                parameters
                        .getSingleParameter("person")
                        .map(String::strip)
                        .filter(id -> !id.isEmpty() && id.length() <= 64)
                        .map(PersonId::new));
    }

    private static <T extends Enum<T>> Optional<T> named(T[] all, String word) {
        return Arrays.stream(all).filter(one -> word(one).equals(word)).findFirst();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    PeopleQuery filter(PeopleFilter wanted) {
        return new PeopleQuery(wanted, person);
    }

    PeopleQuery person(Optional<PersonId> wanted) {
        return new PeopleQuery(filter, wanted);
    }

    /** The address of the page that says this. */
    String address() {
        Map<String, String> said = new LinkedHashMap<>();
        person.ifPresent(id -> said.put("person", id.value()));
        if (!filter.text().isEmpty()) {
            said.put("find", filter.text());
        }
        if (filter.show() != Show.ALL) {
            said.put("show", word(filter.show()));
        }
        if (filter.order() != Order.NEWEST) {
            said.put("order", word(filter.order()));
        }
        String query = QueryParameters.simple(said).getQueryString();
        return "admin/users" + (query.isEmpty() ? "" : "?" + query);
    }
}
