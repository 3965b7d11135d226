package dev.lockstep.kit;

/** How something stands. Shown by colour and glyph, and always with a word. */
public enum State {
    OK("state-ok", Glyph.CHECK),
    WAIT("state-wait", Glyph.WAIT),
    FAIL("state-fail", Glyph.FAILURE),
    /** Nothing happens, and nothing is wrong with that. */
    IDLE("state-idle", Glyph.CROSS);

    private final String className;
    private final Glyph glyph;

    State(String className, Glyph glyph) {
        this.className = className;
        this.glyph = glyph;
    }

    String className() {
        return className;
    }

    Glyph glyph() {
        return glyph;
    }
}
