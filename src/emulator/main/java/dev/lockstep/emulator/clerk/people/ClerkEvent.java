package dev.lockstep.emulator.clerk.people;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Something that happened to a person or a session, told after it is stored. Webhooks grow from these. */
public sealed interface ClerkEvent {

    record UserCreated(Person person) implements ClerkEvent {}

    record UserUpdated(Person person) implements ClerkEvent {}

    record UserDeleted(String userId, Optional<String> externalId) implements ClerkEvent {}

    record SessionCreated(Session session, Person person) implements ClerkEvent {}

    /**
     * Something happened to an organization, or to who belongs to it.
     *
     * @param type for example {@code organization.created}
     * @param data as webhooks tell it
     */
    record OrganizationNews(String type, ObjectNode data) implements ClerkEvent {}

    /** A session stopped being active; its status says how. */
    record SessionClosed(Session session, Person person) implements ClerkEvent {}
}
