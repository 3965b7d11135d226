package dev.lockstep.emulator.convex.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;

@Tag("property")
class JournalEntryTest {

    /** What happened to a document; without a JSON it went. */
    private record Happened(
            String id, double creationTime, @Nullable String json) {}

    @Property(seed = "1")
    void holdsWhatItWasGiven(@ForAll long ts, @ForAll("changes") List<Happened> changes) {
        var entry = new JournalEntry(ts);
        for (Happened each : changes) {
            if (each.json == null) {
                entry.remove(each.id);
            } else {
                entry.put(each.id, each.creationTime, each.json);
            }
        }
        byte[] bytes = entry.toBytes();

        assertThat(read(bytes)).isEqualTo(changes);
        assertThat(JournalEntry.ts(bytes)).isEqualTo(ts);
        assertThat(bytes).hasSize(entry.size());
    }

    private static List<Happened> read(byte[] entry) {
        var read = new ArrayList<Happened>();
        JournalEntry.read(entry, new JournalEntry.Reader() {
            @Override
            public void put(String id, double creationTime, String json) {
                read.add(new Happened(id, creationTime, json));
            }

            @Override
            public void removed(String id) {
                read.add(new Happened(id, 0, null));
            }
        });
        return read;
    }

    /** Any characters: also halves of surrogate pairs, which a function may store. */
    @Provide
    Arbitrary<List<Happened>> changes() {
        Arbitrary<String> ids = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(37);
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.strings().ascii(),
                Arbitraries.strings().withCharRange('\u0000', '\u00ff'),
                Arbitraries.strings().all(),
                Arbitraries.strings().withCharRange('\ud800', '\udfff'));
        Arbitrary<Happened> put =
                Combinators.combine(ids, Arbitraries.doubles(), texts).as(Happened::new);
        Arbitrary<Happened> removed = ids.map(id -> new Happened(id, 0, null));
        return Arbitraries.oneOf(put, removed).list();
    }

    @Example
    void refusesWhatANewerVersionWrote() {
        byte[] bytes = new JournalEntry(1).toBytes();
        bytes[0] = 2;

        assertThatThrownBy(() -> JournalEntry.ts(bytes)).hasMessageContaining("newer version");
    }
}
