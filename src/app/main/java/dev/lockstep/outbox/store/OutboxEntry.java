package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.trouble.Trouble;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Generated;
import org.jspecify.annotations.Nullable;

/**
 * A change in the outbox. Holds what to deliver, how it went so far and when to go on; does not hold what the change
 * means. Content is immutable from the moment it is recorded; only the outbox moves its state.
 */
@Entity
@Table(name = "outbox_entry")
public class OutboxEntry {

    /** Longer error sentences are cut, since the column has an end. */
    static final int MAX_ERROR = 1000;

    @Id
    private UUID id;

    /** Order of recording, given by the database. */
    @Generated
    @Column(insertable = false, updatable = false)
    private Long seq;

    @Column(name = "group_id")
    private UUID groupId;

    @Column(name = "owner_id")
    private String ownerId;

    private String destination;

    @Column(name = "record_key")
    private String recordKey;

    private String payload;

    private byte @Nullable [] attachment;

    @Enumerated(EnumType.STRING)
    private ChangeState state;

    /** How often it was taken for sending; the number of the last taking. */
    private int claims;

    private int attempts;

    private int refusals;

    @Column(name = "next_attempt_at")
    private Instant nextAttemptAt;

    @Column(name = "first_sent_at")
    private @Nullable Instant firstSentAt;

    @Column(name = "lease_until")
    private @Nullable Instant leaseUntil;

    @Column(name = "last_error_code")
    private @Nullable String lastErrorCode;

    @Column(name = "last_error")
    private @Nullable String lastError;

    /** Null when all is well. */
    @Enumerated(EnumType.STRING)
    private @Nullable Trouble trouble;

    /** Since the first failed try; null when all is well. */
    @Column(name = "troubled_at")
    private @Nullable Instant troubledAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "discarded_from")
    private @Nullable ChangeState discardedFrom;

    private @Nullable String result;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Version
    private int version;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected OutboxEntry() {}

    @SuppressWarnings("NullAway") // seq is given by the database
    OutboxEntry(Change change, Instant now, Instant due) {
        this.id = change.id().value();
        this.groupId = change.group().value();
        this.ownerId = change.owner().value();
        this.destination = change.destination();
        this.recordKey = change.record();
        this.payload = change.payload();
        this.attachment = change.attachment().orElse(null);
        this.state = ChangeState.WAITING;
        this.nextAttemptAt = due;
        this.createdAt = now;
        this.updatedAt = now;
    }

    public Change change() {
        return new Change(id(), group(), owner(), destination, recordKey, payload, Optional.ofNullable(attachment));
    }

    public PendingChange pending() {
        return new PendingChange(
                id,
                ownerId,
                destination,
                recordKey,
                state,
                attempts,
                lastErrorCode,
                lastError,
                createdAt,
                updatedAt,
                nextAttemptAt);
    }

    public ChangeId id() {
        return new ChangeId(id);
    }

    public ChangeId group() {
        return new ChangeId(groupId);
    }

    public Owner owner() {
        return Owner.of(ownerId);
    }

    public String destination() {
        return destination;
    }

    public String recordKey() {
        return recordKey;
    }

    public String payload() {
        return payload;
    }

    long seq() {
        return seq;
    }

    public ChangeState state() {
        return state;
    }

    /** How often it was sent. */
    public int attempts() {
        return attempts;
    }

    /** How many permanent answers it had. */
    public int refusals() {
        return refusals;
    }

    public Instant nextAttemptAt() {
        return nextAttemptAt;
    }

    public Optional<String> lastErrorCode() {
        return Optional.ofNullable(lastErrorCode);
    }

    public Optional<String> lastError() {
        return Optional.ofNullable(lastError);
    }

    public Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Since the first failed try; empty when all is well. */
    public Optional<Instant> troubledAt() {
        return Optional.ofNullable(troubledAt);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    boolean leased(Instant now) {
        return leaseUntil != null && leaseUntil.isAfter(now);
    }

    Claim claim(Instant now, Instant until) {
        claims++;
        attempts++;
        leaseUntil = until;
        if (firstSentAt == null) {
            firstSentAt = now;
        }
        updatedAt = now;
        return new Claim(change(), claims, until, createdAt, now);
    }

    boolean heldUnder(Claim claim) {
        return state == ChangeState.WAITING && claims == claim.number();
    }

    /** Nothing was sent: the taking counts for nothing. */
    void release(Instant now) {
        attempts--;
        if (attempts == 0) {
            firstSentAt = null;
        }
        settle(ChangeState.WAITING, now);
    }

    /** Nothing was sent because its destination does not take it now. */
    void postpone(String code, String reason, Instant until, Instant now) {
        release(now);
        nextAttemptAt = until;
        explain(code, reason);
        inTrouble(trouble == null ? Trouble.TRANSIENT : trouble, now);
    }

    private void inTrouble(Trouble which, Instant now) {
        trouble = which;
        troubledAt = troubledAt == null ? now : troubledAt;
    }

    private void explain(String code, String error) {
        lastErrorCode = code;
        lastError = error.length() > MAX_ERROR ? error.substring(0, MAX_ERROR) : error;
    }

    void settle(ChangeState newState, Instant now) {
        state = newState;
        leaseUntil = null;
        updatedAt = now;
        if (!newState.blocks()) {
            trouble = null;
            troubledAt = null;
        }
        if (newState == ChangeState.DONE) {
            // The picture is where it belongs; keeping a copy would only grow the database.
            attachment = null;
        }
    }

    void answered(String newResult) {
        result = newResult;
        lastError = null;
        lastErrorCode = null;
    }

    void failed(OutboxPolicy.Verdict verdict, Problem problem, Instant now) {
        settle(verdict.state(), now);
        if (verdict.state().blocks()) {
            inTrouble(verdict.state() == ChangeState.PARKED ? Trouble.PARKED : Trouble.of(problem.kind()), now);
        }
        refusals = verdict.refusals();
        nextAttemptAt = verdict.nextAttemptAt();
        explain(problem.code().text(), problem.sentence());
    }

    /** Makes it due with a clean count; what it carries, and who is sending it, stays as it is. */
    void again(Instant now, Instant due) {
        if (trouble == Trouble.PARKED) {
            trouble = Trouble.PERMANENT;
        }
        state = ChangeState.WAITING;
        updatedAt = now;
        refusals = 0;
        nextAttemptAt = due;
    }

    /** Decides that it is not sent. It keeps its content, so that this can be taken back. */
    void discard(Instant now) {
        ChangeState from = state;
        Instant since = troubledAt;
        settle(ChangeState.DISCARDED, now);
        discardedFrom = from;
        trouble = Trouble.DISCARDED;
        troubledAt = since == null ? now : since;
    }

    /** Takes {@link #discard} back. */
    void restore(Instant now) {
        state = discardedFrom == null ? ChangeState.PARKED : discardedFrom;
        trouble = state == ChangeState.PARKED ? Trouble.PARKED : Trouble.TRANSIENT;
        discardedFrom = null;
        updatedAt = now;
        nextAttemptAt = now;
    }

    void dueNow(Instant now) {
        nextAttemptAt = now;
    }
}
