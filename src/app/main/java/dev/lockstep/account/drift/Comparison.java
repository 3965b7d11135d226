package dev.lockstep.account.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One person in three places.
 *
 * @param clerk as Clerk gave them; empty when it was asked and does not have them
 */
public record Comparison(Optional<PersonState> clerk, Optional<PersonState> convex, Optional<PersonState> here) {

    private static final Set<Place> MIRRORS = EnumSet.of(Place.CONVEX, Place.HERE);

    /** Where they are out of step, but for what settles by itself. */
    public Optional<Drift> drift(UnderWay underWay) {
        return clerk.isPresent() ? against(clerk.get(), underWay) : extra(underWay);
    }

    private Optional<PersonState> in(Place place) {
        return switch (place) {
            case CLERK -> clerk;
            case CONVEX -> convex;
            case HERE -> here;
        };
    }

    private Optional<Drift> extra(UnderWay underWay) {
        Set<Place> alive = EnumSet.noneOf(Place.class);
        for (Place mirror : MIRRORS) {
            if (in(mirror).filter(state -> !state.deleted()).isPresent() && !settles(mirror, underWay)) {
                alive.add(mirror);
            }
        }
        String person = convex.or(() -> here).map(PersonState::id).orElse("");
        return alive.isEmpty() ? Optional.empty() : Optional.of(new Drift.Extra(person, alive));
    }

    private Optional<Drift> against(PersonState truth, UnderWay underWay) {
        if (MIRRORS.stream().anyMatch(mirror -> knowsNewer(mirror, truth))) {
            // Clerk has told of a newer state since it was asked, so what it said is no measure any more.
            return Optional.empty();
        }
        Set<Place> buried = EnumSet.noneOf(Place.class);
        Set<Place> missing = EnumSet.noneOf(Place.class);
        for (Place mirror : MIRRORS) {
            if (in(mirror).isEmpty() && !settles(mirror, underWay)) {
                missing.add(mirror);
            }
            if (in(mirror).filter(PersonState::deleted).isPresent()) {
                buried.add(mirror);
            }
        }
        if (!buried.isEmpty()) {
            return Optional.of(new Drift.Buried(truth.id(), buried));
        }
        List<Disagreement> fields = disagreements(underWay);
        if (!missing.isEmpty()) {
            return Optional.of(new Drift.Missing(truth.id(), missing, fields));
        }
        return fields.isEmpty() ? Optional.empty() : Optional.of(new Drift.Different(truth.id(), fields));
    }

    private boolean knowsNewer(Place mirror, PersonState truth) {
        Optional<Instant> known = in(mirror).flatMap(PersonState::clerkUpdatedAt);
        return known.isPresent() && known.get().isAfter(truth.clerkUpdatedAt().orElse(Instant.MAX));
    }

    /** What Convex lacks while it is about to hear of the person, it has in a moment. */
    private static boolean settles(Place mirror, UnderWay underWay) {
        return mirror == Place.CONVEX && underWay.toConvex();
    }

    private List<Disagreement> disagreements(UnderWay underWay) {
        var found = new ArrayList<Disagreement>();
        for (ComparedField field : ComparedField.values()) {
            Map<Place, Optional<String>> says = new EnumMap<>(Place.class);
            for (Place place : Place.values()) {
                if (field.isKeptIn(place) && in(place).isPresent() && !settles(place, underWay)) {
                    says.put(place, in(place).get().value(field));
                }
            }
            boolean known = says.containsKey(field.authority());
            if (known
                    && !underWay.has(field)
                    && says.values().stream().distinct().count() > 1) {
                found.add(new Disagreement(field, says));
            }
        }
        return List.copyOf(found);
    }
}
