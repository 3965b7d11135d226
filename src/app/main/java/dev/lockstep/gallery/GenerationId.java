package dev.lockstep.gallery;

import java.util.Optional;
import java.util.regex.Pattern;

/** Names a generation; made by whoever asks for it, so that it can be shown before anybody has heard of it. */
public record GenerationId(String value) {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public GenerationId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("A generation's id is 1 to 64 letters, digits, - and _");
        }
    }

    /** Empty for a text that is no id. */
    public static Optional<GenerationId> parse(String text) {
        return SHAPE.matcher(text).matches() ? Optional.of(new GenerationId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
