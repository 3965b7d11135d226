package dev.lockstep.admin.ui.failure;

import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.core.ChangeId;
import dev.lockstep.outbox.trouble.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the address of the page says: {@code ?class=parked&system=Clerk&table=account&person=ada&age=day&change=…}. What it
 * says wrongly counts as not said. Pure.
 */
record FailureQuery(
        Optional<Trouble> trouble,
        Optional<String> system,
        Optional<String> table,
        String person,
        Optional<Age> age,
        Optional<ChangeId> change) {

    /** How long a change has been in trouble. */
    enum Age {
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7)),
        OLDER(Duration.ofDays(7));

        private final Duration edge;

        Age(Duration edge) {
            this.edge = edge;
        }

        Optional<Instant> from(Instant now) {
            return this == OLDER ? Optional.empty() : Optional.of(now.minus(edge));
        }

        Optional<Instant> until(Instant now) {
            return this == OLDER ? Optional.of(now.minus(edge)) : Optional.empty();
        }
    }

    static final FailureQuery NOTHING = new FailureQuery(
            Optional.empty(), Optional.empty(), Optional.empty(), "", Optional.empty(), Optional.empty());

    static FailureQuery of(QueryParameters parameters) {
        Map<String, List<String>> given = parameters.getParameters();
        return new FailureQuery(
                one(given, "class").flatMap(word -> named(Trouble.values(), word)),
                one(given, "system"),
                one(given, "table"),
                one(given, "person").orElse(""),
                one(given, "age").flatMap(word -> named(Age.values(), word)),
                one(given, "change").flatMap(FailureQuery::id));
    }

    private static Optional<String> one(Map<String, List<String>> given, String name) {
        return given.getOrDefault(name, List.of()).stream().findFirst().filter(value -> !value.isBlank());
    }

    private static <T extends Enum<T>> Optional<T> named(T[] all, String word) {
        return Arrays.stream(all).filter(one -> word(one).equals(word)).findFirst();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<ChangeId> id(String text) {
        try {
            return Optional.of(new ChangeId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    FailureQuery trouble(Optional<Trouble> wanted) {
        return new FailureQuery(wanted, system, table, person, age, change);
    }

    FailureQuery system(Optional<String> wanted) {
        return new FailureQuery(trouble, wanted, table, person, age, change);
    }

    FailureQuery table(Optional<String> wanted) {
        return new FailureQuery(trouble, system, wanted, person, age, change);
    }

    FailureQuery person(String wanted) {
        return new FailureQuery(trouble, system, table, wanted.strip(), age, change);
    }

    FailureQuery age(Optional<Age> wanted) {
        return new FailureQuery(trouble, system, table, person, wanted, change);
    }

    FailureQuery change(Optional<ChangeId> wanted) {
        return new FailureQuery(trouble, system, table, person, age, wanted);
    }

    /** Whether it shows all there is. */
    boolean isOpen() {
        return trouble.isEmpty() && system.isEmpty() && table.isEmpty() && person.isEmpty() && age.isEmpty();
    }

    /** The address of the page that says this. */
    String address() {
        Map<String, String> parameters = new LinkedHashMap<>();
        trouble.ifPresent(value -> parameters.put("class", word(value)));
        system.ifPresent(value -> parameters.put("system", value));
        table.ifPresent(value -> parameters.put("table", value));
        if (!person.isEmpty()) {
            parameters.put("person", person);
        }
        age.ifPresent(value -> parameters.put("age", word(value)));
        change.ifPresent(value -> parameters.put("change", value.toString()));
        String said = QueryParameters.simple(parameters).getQueryString();
        return "admin/failures" + (said.isEmpty() ? "" : "?" + said);
    }
}
