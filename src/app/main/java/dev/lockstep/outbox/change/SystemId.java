package dev.lockstep.outbox.change;

/**
 * A system outside of this installation whose word can be taken when records disagree. Features name those that they know.
 *
 * @param title what people call it: {@code Clerk}
 */
public record SystemId(String title) {

    @Override
    public String toString() {
        return title;
    }
}
