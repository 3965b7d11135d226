package dev.lockstep.account.picture;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.util.List;

/** A picture that cannot be used. The sentence says why and fits beside the field; nothing was stored. */
public final class PictureProblem extends Problem {

    PictureProblem(String code, String sentence, String nextStep) {
        this(code, Kind.PERMANENT, sentence, nextStep, Words.ONLY);
    }

    /** One that is about the picture's size, in pixels. */
    PictureProblem(String code, String sentence, String nextStep, int width, int height) {
        this(code, Kind.PERMANENT, sentence, nextStep, Words.with(width, height));
    }

    private PictureProblem(String code, Kind kind, String sentence, String nextStep, Words words) {
        super(
                new ProblemCode(code),
                kind,
                sentence,
                nextStep,
                List.of(new Field("picture", code, sentence)),
                null,
                null,
                words);
    }

    static PictureProblem broken() {
        return new PictureProblem(
                "PictureBroken", "This picture is damaged or incomplete.", "Save it again or choose another one.");
    }

    static PictureProblem busy() {
        return new PictureProblem(
                "PictureBusy",
                Kind.TRANSIENT,
                "The server has too much to do to look at this picture now; nothing is wrong with it.",
                "Choose it again in a minute.",
                Words.ONLY);
    }
}
