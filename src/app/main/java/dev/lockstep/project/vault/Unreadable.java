package dev.lockstep.project.vault;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;

/** A sealed secret that this installation's keys do not open. */
public final class Unreadable extends Problem {

    Unreadable(String place) {
        super(
                new ProblemCode("SecretUnreadable"),
                Kind.PERMANENT,
                "A stored key cannot be opened with this installation's keyset (" + place + ").",
                "Bring back the keyset it was stored with (LOCKSTEP_KEYSET, or keys/secrets.json in LOCKSTEP_HOME), or"
                        + " connect again.",
                Words.with(place));
    }
}
