package dev.lockstep.sync.table;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A moment of a hybrid logical clock, as the functions write it: {@code 0190f3c2a1b4-0003-a1b2c3d4}, that is milliseconds since
 * 1970 in 12 hexadecimal digits, a counter in 4, and the device in 8. In the order of texts, a later edit of a record comes
 * after all that its device had seen of it, whatever the clocks say.
 */
public record Stamp(String text) implements Comparable<Stamp> {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{8}");

    /** Before all others; of a record that nobody has edited. */
    public static final Stamp NONE = new Stamp("000000000000-0000-00000000");

    private static final int MOST = 0xffff;

    public Stamp {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("A stamp is 12-4-8 hexadecimal digits, not " + text);
        }
    }

    /**
     * The stamp of an edit that is made now, by a device that has seen this one of the same record.
     *
     * @param device 8 hexadecimal digits
     */
    public Stamp next(Instant now, String device) {
        long seen = Long.parseLong(text.substring(0, 12), 16);
        long time = Math.max(seen, now.toEpochMilli());
        int count = time == seen ? Integer.parseInt(text.substring(13, 17), 16) + 1 : 0;
        return count > MOST ? of(time + 1, 0, device) : of(time, count, device);
    }

    private static Stamp of(long millis, int count, String device) {
        return new Stamp("%012x-%04x-%s".formatted(millis, count, device));
    }

    @Override
    public int compareTo(Stamp other) {
        return text.compareTo(other.text);
    }
}
