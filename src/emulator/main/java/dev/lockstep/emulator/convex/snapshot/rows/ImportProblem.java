package dev.lockstep.emulator.convex.snapshot.rows;

/** Why a file cannot be imported, as a sentence for whoever wrote the file. */
public final class ImportProblem extends RuntimeException {

    public ImportProblem(String sentence) {
        super(sentence);
    }

    /** The same problem with where it is in front. */
    public ImportProblem in(String place) {
        return new ImportProblem(place + ", " + sentence());
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
