package dev.lockstep.kit;

import com.vaadin.flow.component.Component;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Times as people say them: "2 min ago", "in 12 s". */
public final class Ago {

    private Ago() {}

    public static String since(Component asking, Instant then, Clock clock) {
        Duration gone = Duration.between(then, clock.instant());
        if (gone.toSeconds() < 5) {
            return asking.getTranslation("time.now");
        }
        if (gone.toMinutes() < 1) {
            return asking.getTranslation("time.seconds", gone.toSeconds());
        }
        if (gone.toHours() < 1) {
            return asking.getTranslation("time.minutes", gone.toMinutes());
        }
        return gone.toDays() < 1
                ? asking.getTranslation("time.hours", gone.toHours())
                : asking.getTranslation("time.days", gone.toDays());
    }

    public static String until(Component asking, Instant then, Clock clock) {
        Duration left = Duration.between(clock.instant(), then);
        long seconds = Math.max(1, left.toSeconds());
        return seconds < 60
                ? asking.getTranslation("time.in-seconds", seconds)
                : asking.getTranslation("time.in-minutes", (seconds + 59) / 60);
    }
}
