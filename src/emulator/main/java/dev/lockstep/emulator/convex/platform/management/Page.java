package dev.lockstep.emulator.convex.platform.management;

import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists of the Management API, in pages where a caller wants that. Stateless. */
final class Page {

    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private Page() {}

    /**
     * One page. A cursor says how many to leave out, in words that are ours to change.
     *
     * @throws Refusal 400 when limit or cursor is no good
     */
    static <T> Reply of(Request request, List<T> all, Function<T, ObjectNode> json) {
        int from = Math.min(from(request), all.size());
        int to = Math.min(all.size(), from + limit(request));
        ObjectNode page = WireJson.object();
        page.set("items", array(all.subList(from, to), json));
        ObjectNode pagination = page.putObject("pagination").put("hasMore", to < all.size());
        if (to < all.size()) {
            pagination.put("nextCursor", "after-" + to);
        }
        return Reply.json(page);
    }

    static <T> ArrayNode array(List<T> all, Function<T, ObjectNode> json) {
        ArrayNode array = WireJson.parse("[]").asArray();
        all.forEach(one -> array.add(json.apply(one)));
        return array;
    }

    /** Everything, under {@code items}. */
    static <T> Reply items(List<T> all, Function<T, ObjectNode> json) {
        ObjectNode page = WireJson.object();
        page.set("items", array(all, json));
        return Reply.json(page);
    }

    private static int limit(Request request) {
        return request.query("limit").map(text -> number(text, "limit")).orElse(USUAL);
    }

    private static int from(Request request) {
        return request.query("cursor")
                .map(text -> number(text.startsWith("after-") ? text.substring("after-".length()) : "", "cursor"))
                .orElse(0);
    }

    private static int number(String text, String name) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return Math.min(number, name.equals("limit") ? MOST : Integer.MAX_VALUE);
            }
        } catch (NumberFormatException e) {
            // Told below, like a number that is too small.
        }
        throw Refusal.badRequest("InvalidQueryParameter", "The parameter `" + name + "` is no good: " + text);
    }
}
