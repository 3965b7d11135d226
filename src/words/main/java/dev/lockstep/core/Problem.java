package dev.lockstep.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong and that somebody can do something about. Carries a code for machines, a sentence for
 * people and the next step, both in English, and by what other languages find theirs; never a secret, a class name or a stack trace in its sentence.
 */
public class Problem extends RuntimeException {

    /** What repeating the same call can achieve. */
    public enum Kind {
        /** The network, an overload, a limit: the same bytes may succeed later. */
        TRANSIENT,
        /** The answer is no, and stays no until somebody changes the content or the code. */
        PERMANENT,
        /** The caller's credentials are missing, expired or refused: sign in again, then repeat. */
        AUTH
    }

    /**
     * What is wrong with one field of what was sent.
     *
     * @param field the field's name as the caller spelled it, for example {@code username}
     * @param code the service's own code, for example {@code form_identifier_exists}
     * @param sentence what to tell the person
     */
    public record Field(String field, String code, String sentence) {}

    /**
     * By what translations find the words of this problem: with its code alone they know only one sentence.
     *
     * @param variant which of the sentences of its code this is, in small letters; empty when there is one
     * @param arguments what its sentence and its next step have in them, in the order of the English words: texts, numbers, or
     *     another {@link Problem} whose sentence is part of this one's. Never a secret
     */
    public record Words(String variant, List<Object> arguments) {

        /** Of a code with one sentence, which has nothing in it. */
        public static final Words ONLY = new Words("", List.of());

        public Words {
            arguments = List.copyOf(arguments);
        }

        /** Of a code with one sentence. */
        public static Words with(Object... arguments) {
            return new Words("", List.of(arguments));
        }

        /** Of a code with several. */
        public static Words of(String variant, Object... arguments) {
            return new Words(variant, List.of(arguments));
        }
    }

    private final ProblemCode code;
    private final Kind kind;
    private final String nextStep;
    private final List<Field> fields;
    private final @Nullable Duration retryAfter;
    private final Words words;

    protected Problem(
            ProblemCode code,
            Kind kind,
            String sentence,
            String nextStep,
            List<Field> fields,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        this(code, kind, sentence, nextStep, fields, retryAfter, cause, Words.ONLY);
    }

    protected Problem(
            ProblemCode code,
            Kind kind,
            String sentence,
            String nextStep,
            List<Field> fields,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause,
            Words words) {
        super(sentence, cause);
        this.code = code;
        this.kind = kind;
        this.nextStep = nextStep;
        this.fields = List.copyOf(fields);
        this.retryAfter = retryAfter;
        this.words = words;
    }

    public Problem(ProblemCode code, Kind kind, String sentence, String nextStep) {
        this(code, kind, sentence, nextStep, Words.ONLY);
    }

    public Problem(ProblemCode code, Kind kind, String sentence, String nextStep, Words words) {
        this(code, kind, sentence, nextStep, List.of(), null, null, words);
    }

    public ProblemCode code() {
        return code;
    }

    public Kind kind() {
        return kind;
    }

    /** What happened, in an English sentence that can be shown; pages say it in their own language. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** What to do next, in an English sentence that can be shown. */
    public String nextStep() {
        return nextStep;
    }

    public Words words() {
        return words;
    }

    /** The fields at fault; empty when the problem is not about content. */
    public List<Field> fields() {
        return fields;
    }

    /** How long the other side asked us to wait, where it said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
