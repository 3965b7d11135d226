package dev.lockstep.data.ui;

import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.core.ChangeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the address of the page says: {@code data/conflicts?show=settled&conflict=…}. What it says wrongly counts as not said. Pure.
 *
 * @param settled whether those are shown that their owner has settled, instead of the open ones
 */
record ConflictQuery(boolean settled, Optional<ChangeId> conflict) {

    static final ConflictQuery NOTHING = new ConflictQuery(false, Optional.empty());

    static ConflictQuery of(QueryParameters said) {
        return new ConflictQuery(
                said.getSingleParameter("show").filter("settled"::equals).isPresent(),
                said.getSingleParameter("conflict").flatMap(ConflictQuery::id));
    }

    private static Optional<ChangeId> id(String text) {
        try {
            return Optional.of(new ChangeId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    ConflictQuery conflict(Optional<ChangeId> wanted) {
        return new ConflictQuery(settled, wanted);
    }

    String address() {
        Map<String, String> said = new LinkedHashMap<>();
        if (settled) {
            said.put("show", "settled");
        }
        conflict.ifPresent(id -> said.put("conflict", id.toString()));
        String query = QueryParameters.simple(said).getQueryString();
        return "data/conflicts" + (query.isEmpty() ? "" : "?" + query);
    }
}
