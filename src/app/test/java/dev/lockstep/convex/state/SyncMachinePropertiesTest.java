package dev.lockstep.convex.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.convex.wire.RequestId;
import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.convex.wire.ServerMessage.AuthError;
import dev.lockstep.convex.wire.ServerMessage.Modification.Removed;
import dev.lockstep.convex.wire.ServerMessage.Modification.Updated;
import dev.lockstep.convex.wire.ServerMessage.MutationResponse;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.ServerMessage.Transition;
import dev.lockstep.convex.wire.ServerMessage.TransitionChunk;
import dev.lockstep.convex.wire.StateVersion;
import dev.lockstep.convex.wire.Timestamp;
import dev.lockstep.convex.wire.WireCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;

/** What holds whatever a deployment says, and in whatever order. */
@Tag("property")
class SyncMachinePropertiesTest {

    @Property(seed = "21")
    void neverThrowsGoesBackOrEndsARequestTwice(@ForAll("talk") List<String> talk) {
        var machine = new SyncMachine(new UUID(1, 2));
        machine.subscribe("a", ConvexValue.emptyObject());
        machine.mutation("m", ConvexValue.emptyObject());
        machine.action("n", ConvexValue.emptyObject());
        machine.opened(Optional.empty(), OptionalLong.empty());

        talk.forEach(machine::received);

        var times = new ArrayList<Timestamp>();
        var ended = new ArrayList<RequestId>();
        List<SyncEvent> events = machine.takeEvents();
        for (SyncEvent event : events) {
            switch (event) {
                case SyncEvent.QueryResult result -> times.add(result.ts());
                case SyncEvent.MutationDone done -> ended.add(done.requestId());
                case SyncEvent.ActionDone done -> ended.add(done.requestId());
                default -> {}
            }
        }
        assertThat(times).isSorted();
        assertThat(ended).doesNotHaveDuplicates();
        assertThat(events.stream().filter(SyncMachinePropertiesTest::endsTheSocket))
                .hasSizeLessThanOrEqualTo(1);
    }

    private static boolean endsTheSocket(SyncEvent event) {
        return event instanceof SyncEvent.Reconnect
                || event instanceof SyncEvent.TokenRefused
                || event instanceof SyncEvent.Fatal;
    }

    @Provide
    Arbitrary<List<String>> talk() {
        return Arbitraries.frequencyOf(
                        Tuple.of(30, messages().map(WireCodec::encode)),
                        Tuple.of(1, Arbitraries.strings().ofMaxLength(10)))
                .list()
                .ofMaxSize(12);
    }

    private static Arbitrary<ServerMessage> messages() {
        return Arbitraries.frequencyOf(
                Tuple.of(12, transitions()),
                Tuple.of(4, answers()),
                Tuple.of(
                        1,
                        Arbitraries.of(
                                new AuthError("no", 0, true),
                                new ServerMessage.FatalError("no"),
                                new ServerMessage.Ping(),
                                new TransitionChunk("{", 0, 2, "t"),
                                new TransitionChunk("", 0, 0, "t"))));
    }

    private static Arbitrary<ServerMessage> transitions() {
        Arbitrary<ServerMessage.Modification> news = Arbitraries.of(
                new Updated(new QueryId(0), ConvexValue.NULL, List.of(), Optional.empty()),
                new Updated(new QueryId(9), ConvexValue.NULL, List.of(), Optional.of("j")),
                new Removed(new QueryId(0)));
        return Combinators.combine(versions(), versions(), news.list().ofMaxSize(3))
                .as(Transition::new);
    }

    /** Few, so that they often fit. */
    private static Arbitrary<StateVersion> versions() {
        return Arbitraries.integers().between(0, 3).map(at -> new StateVersion(Math.min(at, 1), 0, new Timestamp(at)));
    }

    private static Arbitrary<ServerMessage> answers() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 2),
                        Arbitraries.longs().between(0, 4).map(Timestamp::new).optional(),
                        Arbitraries.of(true, false))
                .as((id, ts, success) -> success
                        ? new MutationResponse(new RequestId(id), new Result.Success(ConvexValue.NULL), ts, List.of())
                        : new ServerMessage.ActionResponse(
                                new RequestId(id), new Result.Failure("no", Optional.empty()), List.of()));
    }
}
