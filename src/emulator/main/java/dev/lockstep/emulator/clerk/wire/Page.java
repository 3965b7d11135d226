package dev.lockstep.emulator.clerk.wire;

import dev.lockstep.emulator.clerk.people.Refusal;
import java.util.List;
import org.springframework.web.servlet.function.ServerRequest;

/** Which part of a list a request asks for: ten from the first on unless it says otherwise, at most 500. */
public record Page(int limit, int offset) {

    private static final int DEFAULT = 10;
    private static final int MOST = 500;
    private static final int FARTHEST = 1_000_000;

    /** @throws Refusal when {@code limit} or {@code offset} is out of bounds */
    public static Page of(ServerRequest request) {
        return new Page(number(request, "limit", DEFAULT, 1, MOST), number(request, "offset", 0, 0, FARTHEST));
    }

    public <T> List<T> cut(List<T> all) {
        return all.stream().skip(offset).limit(limit).toList();
    }

    private static int number(ServerRequest request, String name, int otherwise, int least, int most) {
        String text = request.params().getFirst(name);
        return text == null || text.isEmpty() ? otherwise : (int) whole(name, text, least, most);
    }

    /** @throws Refusal when the text is not a whole number within the bounds */
    public static long whole(String name, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw Refusal.illFormed(name, "a whole number");
        }
        throw Refusal.field(
                "form_param_value_invalid", name, name + " must be between " + least + " and " + most + ".");
    }
}
