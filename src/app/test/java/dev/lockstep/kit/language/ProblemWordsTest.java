package dev.lockstep.kit.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Problem;
import dev.lockstep.core.Problem.Kind;
import dev.lockstep.core.Problem.Words;
import dev.lockstep.core.ProblemCode;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemWordsTest {

    @Test
    void saysTheSentenceOfACodeInTheLanguageOfThePage() {
        var slow = problem("ClerkSlow", "Clerk did not answer in time.", "Nothing is lost; try again in a moment.");

        assertThat(ProblemWords.sentence(Locale.GERMAN, slow)).isEqualTo("Clerk hat nicht rechtzeitig geantwortet.");
        assertThat(ProblemWords.nextStep(Locale.GERMAN, slow))
                .isEqualTo("Nichts ist verloren; gleich noch einmal versuchen.");
        assertThat(ProblemWords.sentence(Locale.ENGLISH, slow)).isEqualTo(slow.sentence());
        assertThat(ProblemWords.nextStep(Locale.FRENCH, slow)).isEqualTo(slow.nextStep());
    }

    @Test
    void writesTheArgumentsAsTheLanguageDoes() {
        var wide = new Problem(
                new ProblemCode("PictureTooLong"),
                Kind.PERMANENT,
                "This picture has 31,000 × 20 pixels; a side has 30,000 at most.",
                "Cut it or choose another one.",
                Words.with(31_000, 20));

        assertThat(ProblemWords.sentence(Locale.GERMAN, wide))
                .isEqualTo("Dieses Bild hat 31.000 × 20 Pixel; eine Seite hat höchstens 30.000.");
        assertThat(ProblemWords.sentence(Locale.ENGLISH, wide)).isEqualTo(wide.sentence());
    }

    @Test
    void tellsTheSentencesOfOneCodeApart() {
        var discarded = new Problem(
                new ProblemCode("ChangeMoved"),
                Kind.PERMANENT,
                "This change has been discarded meanwhile.",
                "Look at it again.",
                Words.of("discarded"));

        assertThat(ProblemWords.sentence(Locale.GERMAN, discarded))
                .isEqualTo("Diese Änderung wurde inzwischen verworfen.");
        assertThat(ProblemWords.nextStep(Locale.GERMAN, discarded)).isEqualTo("Noch einmal ansehen.");
    }

    @Test
    void saysAProblemInsideAnotherToo() {
        var busy = problem("ClerkBusy", "Clerk is busy: its rate limit is reached.", "");
        var partly = new Problem(
                new ProblemCode("PartlySignedOut"),
                Kind.TRANSIENT,
                "Ended 2 of 3 sessions in Clerk and all here. " + busy.sentence(),
                "Sign them out again to end the rest.",
                Words.with(2, 3, busy));

        assertThat(ProblemWords.sentence(Locale.GERMAN, partly))
                .isEqualTo("In Clerk wurden 2 von 3 Sitzungen beendet, hier alle."
                        + " Clerk ist ausgelastet: Die Grenze seiner Aufrufe ist erreicht.");
    }

    /** A code that a service may put its own words under. */
    @Test
    void leavesAServiceItsOwnWords() {
        var refused = problem("ClerkRefused", "The password is too short.", "Change what is marked and save again.");

        assertThat(ProblemWords.sentence(Locale.GERMAN, refused)).isEqualTo("The password is too short.");
        assertThat(ProblemWords.nextStep(Locale.GERMAN, refused))
                .isEqualTo("Das Markierte ändern und noch einmal speichern.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Landscape | Querformat",
                "Clerk could not be reached.                                   | Clerk war nicht zu erreichen.",
                "Clerk has trouble answering (503).                            | Clerk hat Mühe zu antworten (503).",
                "Nobody agreed on Convex's page within 10 minutes.             | Auf der Seite von Convex hat binnen 10 Minuten niemand zugestimmt.",
                "Only owners of \"Tide. Two\" may do this.                     | Nur Eigentümer von „Tide. Two“ dürfen das.",
                "Cut it or choose another one.                                 | Es zuschneiden oder ein anderes wählen.",
                "Clerk did not answer in time. Wait 5 s and try again.         | Clerk hat nicht rechtzeitig geantwortet. 5 s warten und noch einmal versuchen.",
                "Words of a service. Try again.                                | Words of a service. Noch einmal versuchen.",
                "Convex did not accept the authorization: Convex asks us to slow down.| Convex hat die Zustimmung nicht angenommen: Convex bittet uns, langsamer zu machen.",
                "It can read and change what Lockstep itself can on this machine, because there is no bubblewrap (bwrap) on the PATH."
                        + " Install bubblewrap (apt install bubblewrap) where this runs on Linux."
                        + "| Es kann auf diesem Rechner lesen und ändern, was Lockstep selbst kann, denn im PATH gibt es kein bubblewrap (bwrap)."
                        + " bubblewrap installieren (apt install bubblewrap), wo dies unter Linux läuft.",
                "Words of a service.                                           | Words of a service."
            })
    void findsTheWordsOfWhatWasStored(String english, String german) {
        assertThat(ProblemWords.said(Locale.GERMAN, english)).isEqualTo(german);
        assertThat(ProblemWords.said(Locale.UK, english)).isEqualTo(english);
    }

    private static Problem problem(String code, String sentence, String nextStep) {
        return new Problem(new ProblemCode(code), Kind.PERMANENT, sentence, nextStep);
    }
}
