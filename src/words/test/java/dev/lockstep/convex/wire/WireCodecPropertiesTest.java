package dev.lockstep.convex.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ArbitraryValues;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.wire.ClientMessage.Token;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.ServerMessage.Transition;
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
import net.jqwik.api.constraints.StringLength;

@Tag("property")
class WireCodecPropertiesTest {

    private static final long MAX_UINT32 = 0xFFFF_FFFFL;

    @Property(seed = "11")
    void readsBackWhatAClientSays(@ForAll("clientMessages") ClientMessage message) {
        assertThat(WireCodec.decodeClient(WireCodec.encode(message))).isEqualTo(message);
    }

    @Property(seed = "12")
    void readsBackWhatADeploymentSays(@ForAll("serverMessages") ServerMessage message) {
        assertThat(WireCodec.decodeServer(WireCodec.encode(message))).isEqualTo(message);
    }

    @Property(seed = "13")
    void readsTransitionsWithClocksAsWithout(
            @ForAll("transitions") Transition transition, @ForAll long skew, @ForAll long serverTs) {
        assertThat(WireCodec.decodeServer(WireCodec.encode(transition, OptionalLong.of(skew), serverTs)))
                .isEqualTo(transition);
    }

    @Property(seed = "14")
    void readsBackEveryTimestamp(@ForAll("timestamps") Timestamp timestamp) {
        assertThat(Timestamp.parse(timestamp.base64())).isEqualTo(timestamp);
    }

    /** A deployment's half message, or a proxy's error page, must end as a refusal and as nothing else. */
    @Property(seed = "15")
    void refusesEveryCutMessage(@ForAll("serverMessages") ServerMessage message, @ForAll double cut) {
        String text = WireCodec.encode(message);
        int length = (int) (Math.abs(cut % 1.0) * text.length());

        assertThat(refuses(text.substring(0, length))).isTrue();
    }

    @Property(seed = "16")
    void throwsNothingElseThanItsOwnException(@ForAll @StringLength(max = 80) String text) {
        assertThat(refuses(text)).isTrue();
    }

    private static boolean refuses(String text) {
        try {
            WireCodec.decodeServer(text);
            return false;
        } catch (WireException expected) {
            return true;
        }
    }

    @Provide
    Arbitrary<ClientMessage> clientMessages() {
        Arbitrary<List<ConvexValue>> args = ArbitraryValues.objects().map(List::<ConvexValue>of);
        return Arbitraries.oneOf(
                Combinators.combine(
                                Arbitraries.create(() -> new UUID(7, 8)),
                                numbers(),
                                texts().optional(),
                                timestamps().optional(),
                                Arbitraries.longs().between(0, 1L << 52))
                        .as((session, count, reason, ts, clock) ->
                                new ClientMessage.Connect(session, count, reason, ts, OptionalLong.of(clock))),
                Combinators.combine(numbers(), tokens()).as(ClientMessage.Authenticate::new),
                Combinators.combine(numbers(), numbers(), changes(args).list().ofMaxSize(3))
                        .as(ClientMessage.ModifyQuerySet::new),
                Combinators.combine(requests(), texts(), args, texts().optional())
                        .as(ClientMessage.Mutation::new),
                Combinators.combine(requests(), texts(), args, texts().optional())
                        .as(ClientMessage.Action::new),
                texts().map(ClientMessage.Event::new));
    }

    private static Arbitrary<Token> tokens() {
        return Arbitraries.oneOf(
                Arbitraries.create(Token.None::new),
                texts().map(Token.User::new),
                Combinators.combine(
                                texts(),
                                Arbitraries.of("{}", "{\"subject\":\"a\"}").optional())
                        .as(Token.Admin::new));
    }

    private static Arbitrary<ClientMessage.Modification> changes(Arbitrary<List<ConvexValue>> args) {
        return Arbitraries.oneOf(
                Combinators.combine(queries(), texts(), args, texts().optional(), texts().optional())
                        .as(ClientMessage.Modification.Add::new),
                queries().map(ClientMessage.Modification.Remove::new));
    }

    @Provide
    Arbitrary<ServerMessage> serverMessages() {
        return Arbitraries.oneOf(
                transitions(),
                Combinators.combine(texts(), small(), small(), texts()).as(ServerMessage.TransitionChunk::new),
                Combinators.combine(requests(), results(), timestamps().optional(), logLines())
                        .as(ServerMessage.MutationResponse::new),
                Combinators.combine(requests(), results(), logLines()).as(ServerMessage.ActionResponse::new),
                Combinators.combine(texts(), numbers(), Arbitraries.of(true, false))
                        .as(ServerMessage.AuthError::new),
                texts().map(ServerMessage.FatalError::new),
                Arbitraries.create(ServerMessage.Ping::new));
    }

    @Provide
    Arbitrary<Transition> transitions() {
        return Combinators.combine(versions(), versions(), news().list().ofMaxSize(3))
                .as(Transition::new);
    }

    private static Arbitrary<ServerMessage.Modification> news() {
        return Arbitraries.oneOf(
                Combinators.combine(queries(), ArbitraryValues.values(), logLines(), texts().optional())
                        .as(ServerMessage.Modification.Updated::new),
                Combinators.combine(queries(), texts(), errorData(), logLines(), texts().optional())
                        .as(ServerMessage.Modification.Failed::new),
                queries().map(ServerMessage.Modification.Removed::new));
    }

    private static Arbitrary<Result> results() {
        return Arbitraries.oneOf(
                ArbitraryValues.values().map(Result.Success::new),
                Combinators.combine(texts(), errorData()).as(Result.Failure::new));
    }

    private static Arbitrary<Optional<ConvexValue>> errorData() {
        return Arbitraries.oneOf(
                        ArbitraryValues.values(), ArbitraryValues.objects().map(Obj.class::cast))
                .optional();
    }

    @Provide
    Arbitrary<Timestamp> timestamps() {
        return Arbitraries.longs().greaterOrEqual(0).map(Timestamp::new);
    }

    private Arbitrary<StateVersion> versions() {
        return Combinators.combine(numbers(), numbers(), timestamps()).as(StateVersion::new);
    }

    private static Arbitrary<Long> numbers() {
        return Arbitraries.longs().between(0, MAX_UINT32);
    }

    private static Arbitrary<Integer> small() {
        return Arbitraries.integers().greaterOrEqual(0);
    }

    private static Arbitrary<QueryId> queries() {
        return numbers().map(QueryId::new);
    }

    private static Arbitrary<RequestId> requests() {
        return numbers().map(RequestId::new);
    }

    private static Arbitrary<List<String>> logLines() {
        return texts().list().ofMaxSize(2);
    }

    private static Arbitrary<String> texts() {
        return ArbitraryValues.texts();
    }
}
