package dev.lockstep.account.reconcile.finding;

import dev.lockstep.account.drift.ComparedField;
import dev.lockstep.account.drift.Disagreement;
import dev.lockstep.account.drift.Drift;
import dev.lockstep.account.drift.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Somebody whom a run found out of step.
 *
 * @param person Clerk's id
 * @param name what to call them, as the place says that knows them
 * @param places from where they are missing, or where they are too many
 * @param fields where the places disagree
 * @param outcome of the last attempt to put it right; empty when there was none
 */
public record Finding(
        long id,
        UUID run,
        String person,
        String name,
        Kind kind,
        Set<Place> places,
        List<Disagreement> fields,
        Optional<Instant> repairedAt,
        Optional<Outcome> outcome) {

    /** See {@link Drift}. */
    public enum Kind {
        MISSING,
        EXTRA,
        DIFFERENT,
        BURIED;

        static Kind of(Drift drift) {
            return switch (drift) {
                case Drift.Missing missing -> MISSING;
                case Drift.Extra extra -> EXTRA;
                case Drift.Different different -> DIFFERENT;
                case Drift.Buried buried -> BURIED;
            };
        }
    }

    /** What an attempt to put somebody right came to. */
    public enum Outcome {
        CREATED,
        CORRECTED,
        DELETED,
        /** Somebody newer was faster; nothing was left to do. */
        OVERTAKEN,
        /** Clerk does not have them any more; the next run decides. */
        GONE,
        /** Clerk has them after all, so nobody is deleted. */
        BACK,
        /** A fault of ours; the log has it. */
        FAILED
    }

    static Set<Place> places(Drift drift) {
        return switch (drift) {
            case Drift.Missing(var person, var from, var fields) -> from;
            case Drift.Extra(var person, var in) -> in;
            case Drift.Different different -> Set.of();
            case Drift.Buried(var person, var in) -> in;
        };
    }

    static List<Disagreement> fields(Drift drift) {
        return switch (drift) {
            case Drift.Missing(var person, var from, var fields) -> fields;
            case Drift.Different(var person, var fields) -> fields;
            case Drift.Extra extra -> List.of();
            case Drift.Buried buried -> List.of();
        };
    }

    /** Whether somebody or something can still put it right; the buried stay where they are. */
    public boolean isOpen() {
        return repairedAt.isEmpty() && kind != Kind.BURIED;
    }

    /** For the trail: the places or fields, never a value. */
    public String summary() {
        String where = places.stream().sorted().map(Place::name).collect(Collectors.joining(", "));
        String what = fields.stream()
                .map(Disagreement::field)
                .map(ComparedField::part)
                .collect(Collectors.joining(", "));
        return kind + (where.isEmpty() ? "" : " " + where) + (what.isEmpty() ? "" : " " + what);
    }
}
