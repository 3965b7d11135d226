package dev.lockstep.account.drift;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What each place says of one field.
 *
 * @param says for the places that say anything of it; an empty value says that there is none
 */
public record Disagreement(ComparedField field, Map<Place, Optional<String>> says) {

    public Disagreement {
        says = Collections.unmodifiableMap(new EnumMap<>(says));
    }

    /** Whether this place says something else than the one that has the last word. */
    public boolean isWrong(Place place) {
        return says.containsKey(place) && !says.get(place).equals(says.get(field.authority()));
    }
}
