package dev.lockstep.platform;

import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValueException;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Destination;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The platform's Convex deployment. A change's payload is {@code {"function": "users:updateProfile", "args": {…}}}; the
 * change's id travels as {@code opId}, under which the function takes a repeat as the same change.
 */
@Component
class ConvexDestination implements Destination {

    static final String NAME = "CONVEX";

    private final ConvexClient client;
    private final OwnerTokens tokens;

    ConvexDestination(ConvexClient client, OwnerTokens tokens) {
        this.client = client;
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Convex";
    }

    @Override
    public String deliver(Change change) {
        // The token is asked for within the call's time: minting one may take as long as the call itself.
        return deliver(
                change, (function, args) -> client.mutation(function, args, () -> tokens.require(change.owner())));
    }

    @Override
    public Optional<String> problemWith(Change change, String payload) {
        return problem(change, payload);
    }

    /** The arguments may be edited; which function is called, with whose authority, may not. */
    static Optional<String> problem(Change change, String payload) {
        try {
            if (!(ConvexJson.parse(payload) instanceof ConvexValue.Obj call)
                    || !(call.fields().get("args") instanceof ConvexValue.Obj args)
                    || !call.fields().keySet().equals(Set.of("function", "args"))) {
                return Optional.of("A change for Convex is {\"function\": \"…\", \"args\": {…}} and nothing else.");
            }
            var before = (ConvexValue.Obj) ConvexJson.parse(change.payload());
            if (!call.text("function").equals(before.text("function"))) {
                return Optional.of(
                        "The function stays " + before.text("function").orElse("") + "; edit its arguments.");
            }
            return args.field("opId").map(id -> "The operation id is given by Lockstep; leave opId out.");
        } catch (ConvexValueException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** How the function of a change is called. */
    @FunctionalInterface
    interface Call {
        ConvexValue run(String function, ConvexValue.Obj args);
    }

    static String deliver(Change change, Call with) {
        if (!(ConvexJson.parse(change.payload()) instanceof ConvexValue.Obj call)
                || !(call.fields().get("args") instanceof ConvexValue.Obj args)) {
            throw new IllegalStateException("Bug: a change for Convex carries {function, args}");
        }
        String function = call.text("function").orElseThrow();
        var withId = args.with("opId", ConvexValue.text(change.id().toString()));
        return ConvexJson.encode(with.run(function, withId));
    }
}
