package dev.lockstep.emulator.clerk;

import java.util.function.Supplier;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Asks for the strategy at each call. The holder is one for the whole JVM, and the application beside us replaces its
 * strategy while we run: filters that had kept the first one would look for people in the wrong place.
 */
final class LateSecurityContext implements SecurityContextHolderStrategy {

    private static SecurityContextHolderStrategy current() {
        return SecurityContextHolder.getContextHolderStrategy();
    }

    @Override
    public void clearContext() {
        current().clearContext();
    }

    @Override
    public SecurityContext getContext() {
        return current().getContext();
    }

    @Override
    public Supplier<SecurityContext> getDeferredContext() {
        return current().getDeferredContext();
    }

    @Override
    public void setContext(SecurityContext context) {
        current().setContext(context);
    }

    @Override
    public void setDeferredContext(Supplier<SecurityContext> context) {
        current().setDeferredContext(context);
    }

    @Override
    public SecurityContext createEmptyContext() {
        return current().createEmptyContext();
    }
}
