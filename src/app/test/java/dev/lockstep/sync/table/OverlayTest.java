package dev.lockstep.sync.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people see: what Convex has, with what waits laid over it. */
class OverlayTest {

    private static final Optional<Overlay> NOTHING = Optional.empty();

    private static Obj name(String name) {
        return ConvexValue.object("name", ConvexValue.text(name));
    }

    private static Op op(Op.Kind kind, Obj fields) {
        return new Op(kind, fields, 0, Stamp.NONE, Instant.EPOCH);
    }

    private static final Op DELETE = op(Op.Kind.DELETE, ConvexValue.emptyObject());
    private static final Op RESTORE = op(Op.Kind.RESTORE, ConvexValue.emptyObject());

    @Test
    void isWhatConvexHasWhereNothingWaits() {
        var base = Optional.of(new Overlay(name("Ada"), true));

        assertThat(Overlay.of(base, List.of())).isEqualTo(base);
        assertThat(Overlay.of(NOTHING, List.of())).isEmpty();
    }

    @Test
    void laysEachWaitingChangeOverInOrder() {
        var base = Optional.of(new Overlay(name("Ada").with("colour", ConvexValue.text("red")), false));

        assertThat(Overlay.of(
                        base,
                        List.of(
                                op(Op.Kind.UPSERT, name("Eve")),
                                op(Op.Kind.UPSERT, ConvexValue.object("colour", ConvexValue.NULL)))))
                .contains(new Overlay(name("Eve"), false));
        assertThat(Overlay.of(base, List.of(DELETE))).map(Overlay::deleted).contains(true);
        assertThat(Overlay.of(base, List.of(DELETE, RESTORE))).isEqualTo(base);
    }

    @Test
    void showsNothingOfARecordWhoseMakingWasGivenUp() {
        Op made = op(Op.Kind.UPSERT, name("Ada"));

        assertThat(Overlay.of(NOTHING, List.of(made, DELETE)))
                .map(Overlay::deleted)
                .contains(true);
        assertThat(Overlay.of(NOTHING, List.of(DELETE, RESTORE))).isEmpty();
    }
}
