package dev.lockstep.outbox.engine;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.trouble.Trouble;
import java.time.Instant;
import java.util.Optional;

/**
 * How a change stands: how it went so far and when to go on. Immutable; only {@link Engine} makes the next one. Does not hold
 * what the change carries, so that thousands of them are cheap to read.
 *
 * @param place where it is kept
 */
public record Entry(Subject subject, ChangeState state, Counts counts, Times times, Mishap mishap, Place place) {

    /**
     * What it is about.
     *
     * @param record {@code table/key}
     */
    public record Subject(ChangeId id, ChangeId group, Owner owner, String destination, String record) {

        static Subject of(Change change) {
            return new Subject(change.id(), change.group(), change.owner(), change.destination(), change.record());
        }
    }

    /**
     * @param claims how often it was taken for sending; the number of the last taking
     * @param attempts how often it was sent
     * @param refusals how many permanent answers it had
     */
    public record Counts(int claims, int attempts, int refusals) {

        static final Counts NONE = new Counts(0, 0, 0);

        Counts taken() {
            return new Counts(claims + 1, attempts + 1, refusals);
        }

        Counts released() {
            return new Counts(claims, attempts - 1, refusals);
        }

        Counts refused(int times) {
            return new Counts(claims, attempts, times);
        }
    }

    /**
     * @param updated when it last moved
     * @param nextAttempt when it may be sent; meaningless unless it waits
     * @param firstSent empty while it was never sent
     * @param leaseUntil until when somebody is sending it; empty when nobody is
     */
    public record Times(
            Instant created,
            Instant updated,
            Instant nextAttempt,
            Optional<Instant> firstSent,
            Optional<Instant> leaseUntil) {

        Times updated(Instant now) {
            return new Times(created, now, nextAttempt, firstSent, leaseUntil);
        }

        Times due(Instant next) {
            return new Times(created, updated, next, firstSent, leaseUntil);
        }

        Times leased(Instant now, Instant until) {
            return new Times(created, now, nextAttempt, Optional.of(firstSent.orElse(now)), Optional.of(until));
        }

        Times free(Instant now) {
            return new Times(created, now, nextAttempt, firstSent, Optional.empty());
        }

        Times leasedAtMost(Instant latest) {
            Optional<Instant> until = leaseUntil.map(lease -> lease.isAfter(latest) ? latest : lease);
            return new Times(created, updated, nextAttempt, firstSent, until);
        }

        Times neverSent() {
            return new Times(created, updated, nextAttempt, Optional.empty(), leaseUntil);
        }
    }

    /**
     * The last answer that was no delivery, and the trouble it is in.
     *
     * @param error at most {@value #LONGEST} characters
     * @param since the first failed try; empty when all is well
     * @param discardedFrom the state to go back to when a discarding is taken back
     */
    public record Mishap(
            Optional<String> code,
            Optional<String> error,
            Optional<Trouble> trouble,
            Optional<Instant> since,
            Optional<ChangeState> discardedFrom) {

        /** Longer sentences are cut, since a stored one has an end. */
        static final int LONGEST = 1000;

        static final Mishap NONE =
                new Mishap(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        Mishap explained(String newCode, String sentence) {
            String cut = sentence.substring(0, Math.min(sentence.length(), LONGEST));
            return new Mishap(Optional.of(newCode), Optional.of(cut), trouble, since, discardedFrom);
        }

        Mishap unexplained() {
            return new Mishap(Optional.empty(), Optional.empty(), trouble, since, discardedFrom);
        }

        Mishap in(Trouble which, Instant now) {
            return new Mishap(code, error, Optional.of(which), Optional.of(since.orElse(now)), discardedFrom);
        }

        Mishap well() {
            return new Mishap(code, error, Optional.empty(), Optional.empty(), discardedFrom);
        }

        Mishap discarded(ChangeState from, Instant now) {
            return new Mishap(
                    code, error, Optional.of(Trouble.DISCARDED), Optional.of(since.orElse(now)), Optional.of(from));
        }

        Mishap restored(Trouble which) {
            return new Mishap(code, error, Optional.of(which), since, Optional.empty());
        }
    }

    /**
     * @param seq its place in the order of recording
     * @param version counts the writings, so that of two at the same moment one notices
     */
    public record Place(long seq, int version) {}

    /** A change that was just recorded. */
    public static Entry recorded(Change change, Instant now, Instant due, Place place) {
        var times = new Times(now, now, due, Optional.empty(), Optional.empty());
        return new Entry(Subject.of(change), ChangeState.WAITING, Counts.NONE, times, Mishap.NONE, place);
    }

    public ChangeId id() {
        return subject.id();
    }

    public Owner owner() {
        return subject.owner();
    }

    public String destination() {
        return subject.destination();
    }

    /** What the last answer said, if it was no delivery. */
    public Optional<String> error() {
        return mishap.error();
    }

    /** Whether somebody is sending it. */
    public boolean leased(Instant now) {
        return times.leaseUntil().filter(until -> until.isAfter(now)).isPresent();
    }

    /** Whether this taking is the last one and has not been answered. */
    boolean heldUnder(int claim) {
        return state == ChangeState.WAITING && counts.claims() == claim;
    }

    Entry with(ChangeState next) {
        return new Entry(subject, next, counts, times, mishap, place);
    }

    Entry with(Counts next) {
        return new Entry(subject, state, next, times, mishap, place);
    }

    Entry with(Times next) {
        return new Entry(subject, state, counts, next, mishap, place);
    }

    Entry with(Mishap next) {
        return new Entry(subject, state, counts, times, next, place);
    }

    /** The same at another place. */
    public Entry with(Place next) {
        return new Entry(subject, state, counts, times, mishap, next);
    }
}
