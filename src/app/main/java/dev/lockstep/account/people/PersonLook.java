package dev.lockstep.account.people;

import dev.lockstep.account.drift.ComparedField;
import dev.lockstep.account.drift.Disagreement;
import dev.lockstep.account.drift.PersonState;
import dev.lockstep.account.drift.Place;
import dev.lockstep.account.reconcile.side.States;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One person in three places, read just now.
 *
 * @param sides one for each place
 */
public record PersonLook(PersonId user, Map<Place, Side> sides, Verdict verdict) {

    public PersonLook {
        sides = Collections.unmodifiableMap(new EnumMap<>(sides));
    }

    /** What a place answered. */
    public sealed interface Side {

        /** It knows them, if only as deleted. */
        record Known(PersonState state) implements Side {}

        /** It has never heard of them, or knows them no more. */
        record Nobody() implements Side {}

        /** It did not answer. */
        record Unread(Problem why) implements Side {}
    }

    public Optional<PersonState> state(Place place) {
        return sides.get(place) instanceof Side.Known(var state) ? Optional.of(state) : Optional.empty();
    }

    /** What to call them, by the first place that has a name for them; the id where none has. */
    public String name() {
        String name = States.name(Arrays.stream(Place.values()).flatMap(place -> state(place).stream()));
        return name.isEmpty() ? user.value() : name;
    }

    /** What each place says of every field, where it says anything, also where all say the same. */
    public List<Disagreement> fields() {
        return Arrays.stream(ComparedField.values()).map(this::field).toList();
    }

    private Disagreement field(ComparedField field) {
        Map<Place, Optional<String>> says = new EnumMap<>(Place.class);
        for (Place place : Place.values()) {
            boolean stated = place != Place.CLERK || field.authority() == Place.CLERK;
            state(place).filter(state -> stated).ifPresent(state -> says.put(place, state.value(field)));
        }
        return new Disagreement(field, says);
    }
}
