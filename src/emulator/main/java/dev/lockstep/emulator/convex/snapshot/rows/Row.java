package dev.lockstep.emulator.convex.snapshot.rows;

import dev.lockstep.convex.value.ConvexValue.Obj;

/**
 * One document of a file.
 *
 * @param unit what the number counts: {@code line} or {@code element}
 * @param number counted from 1
 */
public record Row(String unit, int number, Obj value) {

    /** {@code line 3} */
    public String place() {
        return unit + " " + number;
    }
}
