package dev.lockstep.emulator.convex.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.wire.ClientMessage.Modification;
import dev.lockstep.convex.wire.ClientMessage.ModifyQuerySet;
import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.convex.wire.Timestamp;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.live.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncStateTest {

    private final SyncState state = new SyncState();

    @Test
    void owesNothingAtFirst() {
        assertThat(state.next()).isEmpty();
    }

    @Test
    void foldsWhatArrivesWhileATransitionIsUnderWayIntoTheNext() throws ProtocolBreach {
        add(0, 1);
        SyncState.Plan first = state.next().orElseThrow();
        add(1, 2);
        add(2, 3);
        state.authenticated();
        assertThat(state.next()).isEmpty();

        var transition = complete(first, 10, "a");
        assertThat(transition.end().querySet()).isEqualTo(1);
        assertThat(transition.end().identity()).isZero();

        var second = complete(state.next().orElseThrow(), 11, "a");
        assertThat(second.start()).isEqualTo(transition.end());
        assertThat(second.end().querySet()).isEqualTo(3);
        assertThat(second.end().identity()).isEqualTo(1);
        assertThat(second.modifications())
                .extracting(ServerMessage.Modification::queryId)
                .containsExactly(new QueryId(2), new QueryId(3));
        assertThat(state.next()).isEmpty();
    }

    @Test
    void leavesAtMostTwoTransitionsUndelivered() throws ProtocolBreach {
        add(0, 1);
        complete(state.next().orElseThrow(), 10, "a");
        state.invalidated();
        complete(state.next().orElseThrow(), 11, "b");
        state.invalidated();
        state.answered();
        assertThat(state.next()).isEmpty();

        state.delivered();

        assertThat(complete(state.next().orElseThrow(), 14, "e").modifications())
                .hasSize(1);
        assertThat(state.next()).isEmpty();
    }

    @Test
    void neverGoesBackInTime() throws ProtocolBreach {
        add(0, 1);
        complete(state.next().orElseThrow(), 10, "a");
        state.answered();

        var later = complete(state.next().orElseThrow(), 9, "a");

        assertThat(later.end().ts()).isEqualTo(new Timestamp(10));
        assertThat(later.modifications()).isEmpty();
    }

    @Test
    void tellsARemovalOnceAndAResultAnewWhenTheSameIdComesBack() throws ProtocolBreach {
        add(0, 1);
        complete(state.next().orElseThrow(), 10, "a");
        state.delivered();
        modify(1, new Modification.Remove(new QueryId(1)));
        assertThat(complete(state.next().orElseThrow(), 11, "a").modifications())
                .containsExactly(new ServerMessage.Modification.Removed(new QueryId(1)));
        state.delivered();
        add(2, 1);
        assertThat(complete(state.next().orElseThrow(), 12, "a").modifications())
                .hasSize(1);
    }

    @Test
    void refusesOtherVersions() throws ProtocolBreach {
        add(0, 1);
        assertThatThrownBy(() -> add(0, 2)).hasMessageContaining("doesn't match");
        assertThatThrownBy(() -> state.checkIdentity(1)).hasMessageContaining("doesn't match");
        assertThatThrownBy(() -> state.modify(new ModifyQuerySet(1, 1, List.of())))
                .hasMessageContaining("above");
    }

    private void add(long base, long id) throws ProtocolBreach {
        modify(
                base,
                new Modification.Add(new QueryId(id), "notes:list", List.of(), Optional.empty(), Optional.empty()));
    }

    private void modify(long base, Modification modification) throws ProtocolBreach {
        state.modify(new ModifyQuerySet(base, base + 1, List.of(modification)));
    }

    private ServerMessage.Transition complete(SyncState.Plan plan, long ts, String value) {
        var outcome = new Outcome.Success(ConvexValue.text(value), List.of(), ts);
        Map<QueryId, Answer> answers = new HashMap<>();
        plan.queries().keySet().forEach(id -> answers.put(id, new Answer(outcome, Optional.empty(), "0")));
        return state.complete(answers, new Timestamp(ts));
    }
}
