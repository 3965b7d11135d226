package dev.lockstep.sync.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting changes as JSON, also those that an older Lockstep recorded. */
class OpCodecTest {

    private static final TableField NAME = TableField.line("name", 100);
    private static final SyncedTable FIRST = new SyncedTable("things", Policy.CLIENT_WINS, NAME);
    /** Its field was called "title" at first, and had no colour until the version before. */
    private static final SyncedTable THIRD = new SyncedTable(
            "things",
            Policy.CLIENT_WINS,
            List.of(NAME, TableField.line("colour", 20)),
            List.of(
                    op -> op.fields()
                            .field("title")
                            .map(title ->
                                    op.withFields(op.fields().without("title").with("name", title)))
                            .orElse(op),
                    op -> op.kind() == Op.Kind.UPSERT && op.base() == 0
                            ? op.withFields(op.fields().with("colour", ConvexValue.text("grey")))
                            : op));

    private static Op op(Op.Kind kind, Obj fields, long base) {
        Instant now = Instant.parse("2026-11-30T12:00:00Z");
        return new Op(kind, fields, base, Stamp.NONE.next(now, "a1b2c3d4"), now);
    }

    private static Obj said(String field, String text) {
        return ConvexValue.object(field, ConvexValue.text(text));
    }

    @Test
    void givesBackWhatWasWritten() {
        for (Op.Kind kind : Op.Kind.values()) {
            Op op = op(kind, said("name", "Ada").with("colour", ConvexValue.NULL), 7);
            assertThat(OpCodec.read(THIRD, OpCodec.write(THIRD, op))).isEqualTo(op);
        }
    }

    @Test
    void bringsAnOlderLockstepsChangesUpToToday() {
        String recorded = OpCodec.write(FIRST, op(Op.Kind.UPSERT, said("title", "Ada"), 0));

        assertThat(OpCodec.read(THIRD, recorded).fields())
                .isEqualTo(said("name", "Ada").with("colour", ConvexValue.text("grey")));
        String edit = OpCodec.write(FIRST, op(Op.Kind.UPSERT, said("title", "Eve"), 3));
        assertThat(OpCodec.read(THIRD, edit).fields()).isEqualTo(said("name", "Eve"));
    }

    @Test
    void leavesANewerLockstepsChangesAlone() {
        String recorded = OpCodec.write(THIRD, op(Op.Kind.DELETE, ConvexValue.emptyObject(), 1));

        assertThatThrownBy(() -> OpCodec.read(FIRST, recorded))
                .hasMessageContaining("version 3")
                .hasMessageContaining("Update");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[1]",
                "{\"base\":0,\"createdAt\":1,\"fields\":{},\"kind\":\"burn\",\"schema\":1,"
                        + "\"stamp\":\"000000000000-0000-00000000\"}"
            })
    void saysWhatIsWrongWithAnythingElse(String payload) {
        assertThatThrownBy(() -> OpCodec.read(FIRST, payload)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void foldsAnEditIntoOneThatWasNeverSentAndNothingElse() {
        Op made = op(Op.Kind.UPSERT, said("name", "Ada"), 0);
        Op edited = op(Op.Kind.UPSERT, said("name", "Eve"), 0);
        Op deleted = op(Op.Kind.DELETE, ConvexValue.emptyObject(), 0);

        assertThat(made.then(edited)).hasValueSatisfying(both -> {
            assertThat(both.fields()).isEqualTo(said("name", "Eve"));
            assertThat(both.createdAt()).isEqualTo(made.createdAt());
        });
        assertThat(made.then(deleted)).as("a deletion can be taken back").isEmpty();
        assertThat(deleted.then(edited)).isEmpty();
    }
}
