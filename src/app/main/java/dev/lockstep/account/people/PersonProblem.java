package dev.lockstep.account.people;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;

/** Why a deed on a person was not done, or not wholly. */
public final class PersonProblem extends Problem {

    static final ProblemCode OWN_ACCOUNT = new ProblemCode("OwnAccount");
    static final ProblemCode GONE = new ProblemCode("PersonGone");
    static final ProblemCode IN_CLERK = new ProblemCode("PersonInClerk");
    static final ProblemCode UNKNOWN = new ProblemCode("PersonUnheardOf");
    static final ProblemCode BURIED = new ProblemCode("PersonBuried");
    static final ProblemCode OVERTAKEN = new ProblemCode("PersonOvertaken");
    static final ProblemCode PARTLY = new ProblemCode("PartlySignedOut");

    private PersonProblem(ProblemCode code, Kind kind, String sentence, String nextStep) {
        super(code, kind, sentence, nextStep);
    }

    private PersonProblem(ProblemCode code, Kind kind, String sentence, String nextStep, Words words) {
        super(code, kind, sentence, nextStep, words);
    }

    static PersonProblem ownAccount() {
        return new PersonProblem(
                OWN_ACCOUNT,
                Kind.PERMANENT,
                "This is your own account, and nobody locks themselves out here.",
                "Ask another administrator, or do it in Clerk.");
    }

    static PersonProblem gone() {
        return new PersonProblem(
                GONE,
                Kind.PERMANENT,
                "Clerk does not have this person any more, so nothing was changed.",
                "Look again, and delete them here and in Convex if that is what you want.");
    }

    static PersonProblem inClerk() {
        return new PersonProblem(
                IN_CLERK,
                Kind.PERMANENT,
                "Clerk has this person after all, so nobody was deleted.",
                "Look again; whoever shall go is deleted in Clerk.");
    }

    static PersonProblem unknown() {
        return new PersonProblem(
                UNKNOWN, Kind.PERMANENT, "Nobody of this id was ever heard of.", "Look for the person in the list.");
    }

    static PersonProblem buried() {
        return new PersonProblem(
                BURIED,
                Kind.PERMANENT,
                "This person was deleted, and the deleted are not revived.",
                "Delete the account in Clerk too; the person can sign up again.");
    }

    static PersonProblem overtaken() {
        return new PersonProblem(
                OVERTAKEN,
                Kind.TRANSIENT,
                "News of this person came meanwhile that are newer than what Clerk said.",
                "Look again in a moment.");
    }

    static PersonProblem partly(int ended, int all, Problem why) {
        return new PersonProblem(
                PARTLY,
                why.kind(),
                "Ended " + ended + " of " + all + " sessions in Clerk and all here. " + why.sentence(),
                "Sign them out again to end the rest.",
                Words.with(ended, all, why));
    }
}
