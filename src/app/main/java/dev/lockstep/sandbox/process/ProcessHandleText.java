package dev.lockstep.sandbox.process;

/**
 * What finds a running process again after a restart, as text to be kept. Opaque, and holds no secret.
 *
 * @param text at most 500 characters
 */
public record ProcessHandleText(String text) {

    private static final int LONGEST = 500;

    public ProcessHandleText {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException("A handle has 1 to " + LONGEST + " characters, not " + text.length());
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
