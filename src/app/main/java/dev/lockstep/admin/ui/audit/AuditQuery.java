package dev.lockstep.admin.ui.audit;

import com.vaadin.flow.router.QueryParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the address of the page says: {@code ?text=ada&since=day}. What it says wrongly counts as not said. Pure.
 *
 * @param since empty for all there is
 */
record AuditQuery(String text, Optional<Since> since) {

    /** From when on. */
    enum Since {
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7));

        private final Duration back;

        Since(Duration back) {
            this.back = back;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final AuditQuery NOTHING = new AuditQuery("", Optional.empty());

    AuditQuery {
        text = text.strip();
    }

    static AuditQuery of(QueryParameters said) {
        return new AuditQuery(
                said.getSingleParameter("text").orElse(""),
                said.getSingleParameter("since")
                        .flatMap(word -> Arrays.stream(Since.values())
                                .filter(one -> one.word().equals(word))
                                .findFirst()));
    }

    /** The first moment that fits. */
    Instant from(Instant now) {
        return since.map(one -> now.minus(one.back)).orElse(Instant.EPOCH);
    }

    /** Whether it shows all there is. */
    boolean isOpen() {
        return text.isEmpty() && since.isEmpty();
    }

    /** The address of the page that says this. */
    String address() {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            parameters.put("text", text);
        }
        since.ifPresent(one -> parameters.put("since", one.word()));
        String said = QueryParameters.simple(parameters).getQueryString();
        return "admin/audit" + (said.isEmpty() ? "" : "?" + said);
    }
}
