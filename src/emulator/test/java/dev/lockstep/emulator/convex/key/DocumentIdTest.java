package dev.lockstep.emulator.convex.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DocumentIdTest {

    @Test
    void writesTheIdThatTheServiceWould() {
        byte[] bytes = new byte[16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }

        assertThat(DocumentId.of(10_001, bytes).text()).isEqualTo("j57000820c20a1g7104gm2rc1m70ynr8");
    }

    @Test
    void readsBackWhatItWrote() {
        var random = new Random(1);
        for (long table : new long[] {1, 20, 127, 128, 10_001, 70_000, 4_294_967_295L}) {
            var id = DocumentId.mint(table, random);

            assertThat(DocumentId.parse(id.text())).contains(id);
            assertThat(id.text()).hasSizeBetween(31, 37);
        }
    }

    @Test
    void refusesEveryIdWithOneLetterChanged() {
        String text = DocumentId.mint(10_001, new Random(2)).text();
        for (int i = 0; i < text.length(); i++) {
            char changed = text.charAt(i) == 'x' ? 'y' : 'x';

            assertThat(DocumentId.parse(text.substring(0, i) + changed + text.substring(i + 1)))
                    .isEmpty();
        }
    }

    @Test
    void refusesWhatIsNoId() {
        assertThat(DocumentId.parse("")).isEmpty();
        assertThat(DocumentId.parse("user_2abcdefghijklmnopqrstuvwxyz12")).isEmpty();
        assertThat(DocumentId.parse("u".repeat(40))).isEmpty();
    }
}
