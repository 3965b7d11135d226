package dev.lockstep.admin.ui.reconcile;

import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.account.drift.ComparedField;
import dev.lockstep.account.reconcile.finding.Finding;
import dev.lockstep.account.reconcile.finding.FindingFilter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the page's address says: {@code ?run=…&kind=missing&field=username&person=ada}.
 *
 * @param run empty for the newest
 */
record RunAddress(Optional<UUID> run, Optional<Finding.Kind> kind, Optional<ComparedField> field, String person) {

    static final RunAddress NEWEST = new RunAddress(Optional.empty(), Optional.empty(), Optional.empty(), "");

    /** What cannot be read says nothing. */
    static RunAddress of(QueryParameters parameters) {
        Map<String, List<String>> given = parameters.getParameters();
        return new RunAddress(
                one(given, "run").flatMap(RunAddress::id),
                one(given, "kind")
                        .flatMap(word -> Arrays.stream(Finding.Kind.values())
                                .filter(kind -> word(kind).equals(word))
                                .findFirst()),
                one(given, "field").flatMap(ComparedField::of),
                one(given, "person").orElse(""));
    }

    RunAddress with(FindingFilter filter) {
        return new RunAddress(run, filter.kind(), filter.field(), filter.person());
    }

    FindingFilter filter(UUID shown) {
        return new FindingFilter(shown, kind, field, person);
    }

    String path() {
        var parameters = new LinkedHashMap<String, String>();
        run.ifPresent(id -> parameters.put("run", id.toString()));
        kind.ifPresent(one -> parameters.put("kind", word(one)));
        field.ifPresent(one -> parameters.put("field", one.part()));
        if (!person.isBlank()) {
            parameters.put("person", person);
        }
        String query = QueryParameters.simple(parameters).getQueryString();
        return "admin/reconciliation" + (query.isEmpty() ? "" : "?" + query);
    }

    private static String word(Finding.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> one(Map<String, List<String>> given, String name) {
        return given.getOrDefault(name, List.of()).stream().findFirst().filter(value -> !value.isBlank());
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
