package dev.lockstep.start;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.net.URI;
import java.util.Optional;

/** Settles where the emulated Clerk sends its webhooks before anything starts, so that a wrong address is said at once. */
final class WebhookTarget {

    static final String VARIABLE = "LOCKSTEP_EMULATOR_WEBHOOK_URL";

    private WebhookTarget() {}

    /**
     * @param text an address, or blank for the application itself
     * @throws Problem when it is anything else
     */
    static Optional<URI> of(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            URI address = URI.create(text.strip());
            boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (web && address.getHost() != null) {
                return Optional.of(address);
            }
        } catch (IllegalArgumentException e) {
            // Told below, like an address of another kind.
        }
        throw new Problem(
                new ProblemCode("WebhookAddressWrong"),
                Problem.Kind.PERMANENT,
                VARIABLE + " is not an address like http://localhost:8080/webhooks/clerk.",
                "Set it to where webhooks are to go, or leave it out for this application itself.");
    }
}
