package dev.lockstep.account.reconcile.side;

import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkUser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clerk's people, as one step of a run asks for them. */
public record ClerkSide(ClerkClient clerk, Calling calling) {

    /** The oldest first; who signs up meanwhile comes at the end. */
    public List<ClerkUser> page(int limit, int offset) {
        return calling.ask(() -> clerk.usersByAge(limit, offset));
    }

    public long count() {
        return calling.ask(clerk::countUsers);
    }

    /** Whom of these there are. */
    public Map<String, ClerkUser> byIds(List<String> ids) {
        var found = new LinkedHashMap<String, ClerkUser>();
        for (int from = 0; from < ids.size(); from += ClerkClient.MOST_IDS) {
            List<String> some = new ArrayList<>(ids.subList(from, Math.min(ids.size(), from + ClerkClient.MOST_IDS)));
            calling.ask(() -> clerk.usersOf(some)).forEach(user -> found.put(user.id(), user));
        }
        return found;
    }

    /** The only answer that counts before somebody is deleted: empty is Clerk's own 404. */
    public Optional<ClerkUser> find(String id) {
        return calling.ask(() -> clerk.findUser(id));
    }
}
