package dev.lockstep.emulator.convex.sync;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.wire.ClientMessage.Token;
import dev.lockstep.emulator.convex.auth.Authorizer;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.FunctionCall.Reach;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.wire.CommitTimes;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who a socket speaks for.
 *
 * @param until when the token runs out; empty for one that does not
 */
record Caller(Identity identity, Optional<Instant> until) {

    static final Caller NOBODY = new Caller(new Identity.Anonymous(), Optional.empty());

    /** Checks a token, which may ask its issuer for keys. */
    static Caller of(Token token, Authorizer authorizer) {
        return switch (token) {
            case Token.None none -> NOBODY;
            case Token.User(String jwt) -> {
                var person = authorizer.user(jwt);
                yield new Caller(new Identity.User(person.person()), Optional.of(person.until()));
            }
            case Token.Admin(String key, var actingAs) -> new Caller(authorizer.admin(key, actingAs), Optional.empty());
        };
    }

    boolean isOutdated(Instant now) {
        return until.filter(end -> !now.isBefore(end)).isPresent();
    }

    /**
     * A call of a function.
     *
     * @throws Refusal 400 when the path or the arguments cannot be, 403 for a component unless an admin asks
     */
    FunctionCall call(
            String path, List<ConvexValue> args, Optional<String> component, FunctionKind kind, String requestId) {
        var owner = new ComponentPath(component.orElse(""));
        if (!owner.isRoot() && !identity.isAdmin()) {
            throw Refusal.forbidden("BadDeployKey", "Functions of components can be called by admins alone");
        }
        return new FunctionCall(
                FunctionPath.parse(path).in(owner),
                object(path, args),
                identity,
                Optional.of(kind),
                Reach.of(identity),
                requestId);
    }

    private static Obj object(String path, List<ConvexValue> args) {
        if (args.isEmpty()) {
            return ConvexValue.emptyObject();
        }
        if (args.size() == 1 && args.getFirst() instanceof Obj object) {
            return CommitTimes.refused(path, object);
        }
        throw Refusal.badRequest("InvalidArguments", "Invalid arguments for " + path + ": they must be an object");
    }
}
