package dev.lockstep.guest;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long guests are kept.
 *
 * @param kept a guest who was not seen for so long is deleted with all that they wrote; longer than nothing
 */
@ConfigurationProperties("lockstep.guests")
record GuestProperties(@DefaultValue("90d") Duration kept) {

    GuestProperties {
        if (!kept.isPositive()) {
            throw new IllegalArgumentException("lockstep.guests.kept must be longer than nothing, not " + kept + ".");
        }
    }
}
