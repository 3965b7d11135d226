package dev.lockstep.account.selftest;

import dev.lockstep.account.role.AccountProperties;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Secret;
import dev.lockstep.platform.OwnDeployment;
import dev.lockstep.platform.OwnerTokens;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Convex's half: whether it takes the tokens, and when not, what it was told to take instead. */
@Component
class ConvexChecks {

    /** For whom Convex's tokens are, as {@code auth.config.ts} names it. */
    static final String AUDIENCE = "convex";

    private static final String WHOAMI = "users:whoami";

    private final OwnDeployment deployment;
    private final OwnerTokens tokens;
    private final AccountProperties account;

    ConvexChecks(OwnDeployment deployment, OwnerTokens tokens, AccountProperties account) {
        this.deployment = deployment;
        this.tokens = tokens;
        this.account = account;
    }

    Step token(PersonId user, Found found) {
        return asked(user, found.token());
    }

    /** Deliveries while somebody is signed in use the token of that sign-in, which is for another audience. */
    Step webToken(PersonId user) {
        Optional<Secret> token = tokens.tokenFor(user)
                .filter(jwt -> TokenClaims.of(jwt)
                        .filter(claims -> claims.audience().contains(account.clientId()))
                        .isPresent());
        return token.isEmpty() ? Step.odd("none") : asked(user, token.get());
    }

    private Step asked(PersonId user, Secret jwt) {
        try {
            ConvexValue answer = deployment.askAs(jwt, WHOAMI, ConvexValue.emptyObject());
            String subject = answer instanceof ConvexValue.Obj identity
                    ? identity.text("subject").orElse("")
                    : "";
            if (subject.isEmpty()) {
                return Step.bad("nobody");
            }
            return subject.equals(user.value()) ? Step.good("same", subject) : Step.bad("other", subject, user.value());
        } catch (Problem problem) {
            return switch (problem.code().text()) {
                case "NoAuthProvider" ->
                    TokenClaims.of(jwt).map(this::untrusted).orElseGet(() -> Step.bad(problem));
                case "FunctionMissing" -> Step.bad("no-functions");
                default -> Step.bad(problem);
            };
        }
    }

    /** Convex only says that nothing matches; what it compares with is in its variables. */
    private Step untrusted(TokenClaims claims) {
        Optional<String> issuer = variable("CLERK_ISSUER");
        if (issuer.isPresent() && !Issuers.same(issuer.get(), claims.issuer())) {
            return Step.bad("issuer", issuer.get(), claims.issuer());
        }
        Optional<String> client = variable("CLERK_OAUTH_CLIENT_ID");
        boolean known = claims.audience().contains(AUDIENCE)
                || client.filter(claims.audience()::contains).isPresent();
        if (issuer.isPresent() && !known) {
            return Step.bad("audience", AUDIENCE + client.map(id -> ", " + id).orElse(""), claims.audiences());
        }
        return Step.bad("untrusted", claims.issuer(), claims.audiences());
    }

    private Optional<String> variable(String name) {
        try {
            return deployment.variable(name);
        } catch (Problem problem) {
            // Without a deploy key, or while Convex is away: then it is told without what Convex was given.
            return Optional.empty();
        }
    }
}
