package dev.lockstep.emulator.convex.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.emulator.convex.key.DocumentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("property")
class JournalEntryTest {

    @Property(seed = "1")
    void holdsWhatItWasGiven(@ForAll long ts, @ForAll("changes") List<Change> changes) {
        var entry = new JournalEntry(ts);
        changes.forEach(entry::add);
        byte[] bytes = entry.toBytes();

        var read = new ArrayList<Object>();
        JournalEntry.read(bytes, read::add, read::add);
        assertThat(JournalEntry.ts(bytes)).isEqualTo(ts);
        assertThat(bytes).hasSize(entry.size());
        assertThat(read)
                .isEqualTo(changes.stream()
                        .<Object>map(change -> change.after() == null ? change.id() : change.after())
                        .toList());
    }

    /** Any characters: also halves of surrogate pairs, which a function may store. */
    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<DocumentId> ids = Combinators.combine(
                        Arbitraries.longs().between(1, (1L << 32) - 1), Arbitraries.longs())
                .as((table, seed) -> DocumentId.mint(table, new Random(seed)));
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.strings().ascii(),
                Arbitraries.strings().withCharRange('\u0000', '\u00ff'),
                Arbitraries.strings().all(),
                Arbitraries.strings().withCharRange('\ud800', '\udfff'));
        Arbitrary<Document> documents =
                Combinators.combine(ids, Arbitraries.doubles(), texts).as(Document::new);
        return Combinators.combine(documents, Arbitraries.of(true, false))
                .as((document, stays) -> stays ? new Change("t", null, document) : new Change("t", document, null))
                .list();
    }

    @Example
    void refusesWhatANewerVersionWrote() {
        byte[] bytes = new JournalEntry(1).toBytes();
        bytes[0] = 2;

        assertThatThrownBy(() -> JournalEntry.ts(bytes)).hasMessageContaining("newer version");
    }
}
