package dev.lockstep.emulator.clerk.wire;

import dev.lockstep.emulator.clerk.people.Refusal;
import java.util.Comparator;
import java.util.Map;
import org.springframework.web.servlet.function.ServerRequest;

/** The order that a request wants its list in: {@code order_by} is a field's name, with a minus before it descending. */
public final class Order {

    private Order() {}

    /**
     * @param fields what can be ordered by
     * @param otherwise as a request would write it
     * @throws Refusal when the field is none of those
     */
    public static <T> Comparator<T> of(ServerRequest request, Map<String, Comparator<T>> fields, String otherwise) {
        // A plus before the name, which forms turn into a space, says nothing.
        String wish = request.param("order_by")
                .map(text -> text.strip().replaceFirst("^\\+", ""))
                .filter(text -> !text.isEmpty())
                .orElse(otherwise);
        Comparator<T> field = fields.get(wish.replaceFirst("^-", ""));
        if (field == null) {
            throw Refusal.field("form_param_value_invalid", "order_by", "order_by has no such field.");
        }
        return wish.startsWith("-") ? field.reversed() : field;
    }
}
