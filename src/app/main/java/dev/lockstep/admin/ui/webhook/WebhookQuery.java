package dev.lockstep.admin.ui.webhook;

import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.account.webhook.MessageState;
import dev.lockstep.account.webhook.Webhooks.Filter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the address of the page says: {@code ?state=parked&find=user.}. What it says wrongly counts as not said. Pure. */
record WebhookQuery(Optional<MessageState> state, String find) {

    static final WebhookQuery NOTHING = new WebhookQuery(Optional.empty(), "");

    WebhookQuery {
        find = find.strip();
    }

    static WebhookQuery of(QueryParameters said) {
        return new WebhookQuery(
                said.getSingleParameter("state")
                        .flatMap(word -> Arrays.stream(MessageState.values())
                                .filter(one -> one.name().equalsIgnoreCase(word))
                                .findFirst()),
                said.getSingleParameter("find").orElse(""));
    }

    static String word(MessageState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    Filter filter() {
        return new Filter(state.map(Set::of).orElse(Filter.ALL.states()), find);
    }

    /** The address of the page that says this. */
    String address() {
        Map<String, String> parameters = new LinkedHashMap<>();
        state.ifPresent(one -> parameters.put("state", word(one)));
        if (!find.isEmpty()) {
            parameters.put("find", find);
        }
        String said = QueryParameters.simple(parameters).getQueryString();
        return "admin/webhooks" + (said.isEmpty() ? "" : "?" + said);
    }
}
