package dev.lockstep.outbox.change;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import java.util.Optional;

/**
 * One change on its way to one destination.
 *
 * @param id idempotency key; the destination must take a repeat as the same change
 * @param group what was done in one go, for example one save of a form; its changes are reported together
 * @param owner whose data it is; it is delivered with this person's authority only
 * @param destination the {@link Destination#name} it goes to
 * @param record what it is about, {@code table/key}; changes of one record reach one destination in order
 * @param payload JSON, up to 900,000 characters; understood by the destination alone
 * @param attachment bytes that do not fit JSON, for example a picture; up to 1 MB
 */
public record Change(
        ChangeId id,
        ChangeId group,
        Owner owner,
        String destination,
        String record,
        String payload,
        Optional<byte[]> attachment) {

    public static final int MAX_PAYLOAD = 900_000;
    public static final int MAX_ATTACHMENT = 1_000_000;

    public Change {
        if (payload.length() > MAX_PAYLOAD) {
            throw new IllegalArgumentException("A change's payload has at most " + MAX_PAYLOAD + " characters");
        }
        if (attachment.isPresent() && attachment.get().length > MAX_ATTACHMENT) {
            throw new IllegalArgumentException("A change's attachment has at most " + MAX_ATTACHMENT + " bytes");
        }
    }

    public Change(ChangeId id, ChangeId group, Owner owner, String destination, String record, String payload) {
        this(id, group, owner, destination, record, payload, Optional.empty());
    }
}
