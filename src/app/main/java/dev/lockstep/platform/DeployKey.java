package dev.lockstep.platform;

import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The key with which the platform's deployment knows its owner, if there is one. */
@Component
class DeployKey {

    private final Optional<Secret> key;

    /** @param key blank when there is none */
    DeployKey(@Value("${lockstep.convex.deploy-key:}") String key) {
        this.key = Optional.of(key).filter(text -> !text.isBlank()).map(Secret::of);
    }

    boolean isThere() {
        return key.isPresent();
    }

    /** @throws Problem when there is no key */
    ConvexToken owner() {
        return new ConvexToken.Admin(require());
    }

    /**
     * On behalf of whom this identity names.
     *
     * @throws Problem when there is no key
     */
    ConvexToken as(ConvexValue.Obj identity) {
        return new ConvexToken.Admin(require(), Optional.of(identity));
    }

    private Secret require() {
        return key.orElseThrow(() -> new Problem(
                new ProblemCode("NoDeployKey"),
                Problem.Kind.PERMANENT,
                "Convex takes this only with its deploy key, and none is configured.",
                "Set CONVEX_DEPLOY_KEY, restart, then try again."));
    }
}
