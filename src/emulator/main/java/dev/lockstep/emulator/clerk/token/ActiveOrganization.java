package dev.lockstep.emulator.clerk.token;

import dev.lockstep.emulator.clerk.people.Session;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The organization that a session is for, as tokens tell of it.
 *
 * @param role for example {@code org:admin}
 * @param metadata the public one
 */
public record ActiveOrganization(
        String id, String name, String slug, String role, String imageUrl, boolean hasImage, ObjectNode metadata) {

    /** Where tokens learn of it. */
    public interface Source {

        /** Empty where the session is for none, or the person does not belong there any more. */
        Optional<ActiveOrganization> of(Session session);
    }

    /** The role without its prefix, as the second version of tokens has it. */
    String shortRole() {
        return role.replaceFirst("^org:", "");
    }
}
