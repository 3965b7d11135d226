package dev.lockstep.convex.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.wire.ClientMessage.Action;
import dev.lockstep.convex.wire.ClientMessage.Authenticate;
import dev.lockstep.convex.wire.ClientMessage.Connect;
import dev.lockstep.convex.wire.ClientMessage.Modification.Add;
import dev.lockstep.convex.wire.ClientMessage.Modification.Remove;
import dev.lockstep.convex.wire.ClientMessage.ModifyQuerySet;
import dev.lockstep.convex.wire.ClientMessage.Mutation;
import dev.lockstep.convex.wire.ClientMessage.Token;
import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.convex.wire.RequestId;
import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.convex.wire.ServerMessage.ActionResponse;
import dev.lockstep.convex.wire.ServerMessage.AuthError;
import dev.lockstep.convex.wire.ServerMessage.FatalError;
import dev.lockstep.convex.wire.ServerMessage.Modification.Failed;
import dev.lockstep.convex.wire.ServerMessage.Modification.Updated;
import dev.lockstep.convex.wire.ServerMessage.MutationResponse;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.ServerMessage.Transition;
import dev.lockstep.convex.wire.ServerMessage.TransitionChunk;
import dev.lockstep.convex.wire.StateVersion;
import dev.lockstep.convex.wire.Timestamp;
import dev.lockstep.convex.wire.WireCodec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The rules of the protocol, one by one. */
class SyncMachineTest {

    private static final UUID SESSION = new UUID(1, 2);
    private static final Obj NO_ARGS = ConvexValue.emptyObject();
    private static final Result.Success ONE = new Result.Success(ConvexValue.number(1));
    private static final Result.Failure REFUSED = new Result.Failure("refused", Optional.empty());

    private final SyncMachine machine = new SyncMachine(SESSION);

    @Test
    void saysNothingBeforeASocketIsThere() {
        machine.subscribe("a", NO_ARGS);
        machine.mutation("m", NO_ARGS);
        machine.authenticate(new Token.User("ada"));

        assertThat(machine.takeMessages()).isEmpty();
    }

    @Test
    void greetsWithConnectTokenQueriesAndMutationsInThisOrder() {
        machine.mutation("m", NO_ARGS);
        machine.subscribe("a", NO_ARGS);
        machine.subscribe("b", NO_ARGS);
        machine.authenticate(new Token.User("ada"));
        open();

        assertThat(machine.takeMessages())
                .containsExactly(
                        new Connect(SESSION, 0, Optional.of("InitialConnect"), Optional.empty(), OptionalLong.of(5)),
                        new Authenticate(0, new Token.User("ada")),
                        new ModifyQuerySet(0, 1, List.of(add(0, "a"), add(1, "b"))),
                        new Mutation(new RequestId(0), "m", List.of(NO_ARGS), Optional.empty()));
    }

    @Test
    void saysAnEmptyQuerySetToo() {
        open();

        assertThat(machine.takeMessages()).contains(new ModifyQuerySet(0, 1, List.of()));
    }

    @Test
    void asksForEqualQueriesOnceAndForThatOfTheLastWhoLeaves() {
        opened();

        QueryId first = machine.subscribe("a", NO_ARGS);
        QueryId second = machine.subscribe("a", NO_ARGS);
        machine.unsubscribe(first);
        assertThat(machine.takeMessages()).containsExactly(new ModifyQuerySet(1, 2, List.of(add(0, "a"))));
        machine.unsubscribe(second);

        assertThat(second).isEqualTo(first);
        assertThat(machine.takeMessages()).containsExactly(new ModifyQuerySet(2, 3, List.of(new Remove(first))));
    }

    @Test
    void neverUsesAQueryIdTwice() {
        QueryId first = machine.subscribe("a", NO_ARGS);
        machine.unsubscribe(first);

        assertThat(machine.subscribe("a", NO_ARGS)).isNotEqualTo(first);
    }

    @Test
    void subscribesToAllAgainInOneMessageWithTheirJournals() {
        machine.subscribe("a", NO_ARGS);
        machine.subscribe("b", NO_ARGS);
        QueryId gone = machine.subscribe("c", NO_ARGS);
        opened();
        hear(transition(0, 1, updated(0, "page 1"), failed(1, "page 2")));
        machine.unsubscribe(gone);
        machine.takeMessages();
        machine.closed();
        open();

        assertThat(machine.takeMessages())
                .contains(new ModifyQuerySet(
                        0,
                        1,
                        List.of(
                                new Add(new QueryId(0), "a", List.of(NO_ARGS), Optional.of("page 1"), Optional.empty()),
                                new Add(
                                        new QueryId(1),
                                        "b",
                                        List.of(NO_ARGS),
                                        Optional.of("page 2"),
                                        Optional.empty()))));
    }

    @Test
    void tellsTheDeploymentOfTheNewestTimestampItSaw() {
        opened();
        machine.mutation("m", NO_ARGS);
        hear(transition(0, 7));
        hear(new MutationResponse(new RequestId(0), ONE, Optional.of(new Timestamp(9)), List.of()));
        machine.takeMessages();
        machine.closed();
        open();

        assertThat(machine.takeMessages())
                .contains(new Connect(
                        SESSION, 1, Optional.of("Restart"), Optional.of(new Timestamp(9)), OptionalLong.of(5)));
    }

    @Test
    void endsAMutationOnlyWhenItsEffectCanBeSeen() {
        opened();
        RequestId id = machine.mutation("m", NO_ARGS);
        hear(new MutationResponse(id, ONE, Optional.of(new Timestamp(8)), List.of()));
        hear(transition(0, 7));
        assertThat(events(SyncEvent.MutationDone.class)).isEmpty();

        hear(transition(7, 8));

        assertThat(events(SyncEvent.MutationDone.class))
                .containsExactly(new SyncEvent.MutationDone(id, ONE, Optional.of(new Timestamp(8))));
    }

    @Test
    void endsAMutationAtOnceWhoseEffectWasSeenBeforeTheAnswer() {
        opened();
        RequestId id = machine.mutation("m", NO_ARGS);
        hear(transition(0, 8));
        hear(new MutationResponse(id, ONE, Optional.of(new Timestamp(8)), List.of()));

        assertThat(events(SyncEvent.MutationDone.class)).hasSize(1);
    }

    @Test
    void tellsResultsBeforeTheMutationThatMadeThem() {
        machine.subscribe("a", NO_ARGS);
        opened();
        RequestId id = machine.mutation("m", NO_ARGS);
        hear(new MutationResponse(id, ONE, Optional.of(new Timestamp(8)), List.of()));
        hear(transition(0, 8, updated(0, "j")));

        assertThat(machine.takeEvents())
                .startsWith(
                        new SyncEvent.QueryResult(new QueryId(0), ONE, new Timestamp(8)),
                        new SyncEvent.MutationDone(id, ONE, Optional.of(new Timestamp(8))));
    }

    @Test
    void endsFailuresAndActionsAtOnceAndIgnoresRepeatedAnswers() {
        opened();
        RequestId mutation = machine.mutation("m", NO_ARGS);
        RequestId action = machine.action("n", NO_ARGS);
        for (int i = 0; i < 2; i++) {
            hear(new MutationResponse(mutation, REFUSED, Optional.empty(), List.of()));
            hear(new ActionResponse(action, ONE, List.of()));
        }

        assertThat(machine.takeEvents())
                .containsExactly(
                        new SyncEvent.MutationDone(mutation, REFUSED, Optional.empty()),
                        new SyncEvent.ActionDone(action, ONE));
    }

    /** Answered is not enough: its effect was not seen, and the new socket's first results need not have it. */
    @Test
    void sendsUnsettledMutationsAgainInOrderUnderTheirIds() {
        opened();
        machine.mutation("settled", NO_ARGS);
        RequestId answered = machine.mutation("answered", NO_ARGS);
        machine.mutation("open", NO_ARGS);
        hear(new MutationResponse(new RequestId(0), REFUSED, Optional.empty(), List.of()));
        hear(new MutationResponse(answered, ONE, Optional.of(new Timestamp(9)), List.of()));
        machine.takeMessages();
        machine.closed();
        machine.mutation("new", NO_ARGS);
        open();

        assertThat(machine.takeMessages())
                .filteredOn(Mutation.class::isInstance)
                .containsExactly(
                        new Mutation(new RequestId(1), "answered", List.of(NO_ARGS), Optional.empty()),
                        new Mutation(new RequestId(2), "open", List.of(NO_ARGS), Optional.empty()),
                        new Mutation(new RequestId(3), "new", List.of(NO_ARGS), Optional.empty()));
    }

    @Test
    void losesActionsThatWereSentAndSendsThoseThatWereNot() {
        opened();
        RequestId sent = machine.action("sent", NO_ARGS);
        machine.takeMessages();
        machine.closed();
        RequestId waiting = machine.action("waiting", NO_ARGS);
        open();

        assertThat(machine.takeEvents()).containsExactly(new SyncEvent.ActionLost(sent));
        assertThat(machine.takeMessages())
                .contains(new Action(waiting, "waiting", List.of(NO_ARGS), Optional.empty()))
                .noneMatch(message ->
                        message instanceof Action action && action.requestId().equals(sent));
    }

    @Test
    void asksForANewSocketWhenVersionsDoNotFit() {
        opened();
        hear(transition(3, 4));
        assertThat(machine.takeEvents()).hasOnlyElementsOfType(SyncEvent.Reconnect.class);

        reopen();
        hear(transition(0, 9));
        hear(new Transition(version(9), version(8), List.of()));

        assertThat(events(SyncEvent.Reconnect.class)).hasSize(1);
    }

    @Test
    void putsPiecesTogetherAndRefusesAMissingOne() {
        opened();
        String whole = WireCodec.encode(transition(0, 7));
        hear(new TransitionChunk(whole.substring(0, 30), 0, 2, "t"));
        hear(new TransitionChunk(whole.substring(30), 1, 2, "t"));
        assertThat(machine.takeEvents()).containsExactly(new SyncEvent.CaughtUp());

        hear(new TransitionChunk("{", 0, 3, "u"));
        hear(new TransitionChunk("}", 2, 3, "u"));

        assertThat(machine.takeEvents()).hasOnlyElementsOfType(SyncEvent.Reconnect.class);
    }

    @Test
    void sendsAnotherTokenOnceAndTheSameOneNotAgain() {
        machine.authenticate(new Token.User("ada"));
        opened();

        machine.authenticate(new Token.User("ada"));
        machine.authenticate(new Token.User("bob"));
        machine.authenticate(new Token.None());

        assertThat(machine.takeMessages())
                .containsExactly(new Authenticate(1, new Token.User("bob")), new Authenticate(2, new Token.None()));
    }

    @Test
    void ignoresTheRefusalOfATokenThatWasReplaced() {
        machine.authenticate(new Token.User("old"));
        opened();
        machine.authenticate(new Token.User("new"));

        hear(new AuthError("the old one", 0, true));
        assertThat(machine.takeEvents()).isEmpty();
        hear(new AuthError("the new one", 1, true));

        assertThat(machine.takeEvents()).containsExactly(new SyncEvent.TokenRefused("the new one"));
    }

    @Test
    void takesATokenThatRanOutForRefusedWhateverItsVersion() {
        machine.authenticate(new Token.User("ada"));
        opened();
        machine.authenticate(new Token.User("ada.2"));
        hear(new AuthError("ran out", 0, false));

        assertThat(machine.takeEvents()).containsExactly(new SyncEvent.TokenRefused("ran out"));
    }

    @Test
    void hearsNothingAfterAFatalError() {
        machine.subscribe("a", NO_ARGS);
        opened();
        hear(new FatalError("wrong"));
        hear(transition(0, 7, updated(0, "j")));

        assertThat(machine.takeEvents()).containsExactly(new SyncEvent.Fatal("wrong"));
    }

    @Test
    void tellsNothingOfAQueryThatNobodyWantsAnyMore() {
        QueryId id = machine.subscribe("a", NO_ARGS);
        opened();
        machine.unsubscribe(id);
        hear(transition(0, 7, updated(0, "j")));

        assertThat(events(SyncEvent.QueryResult.class)).isEmpty();
    }

    @Test
    void hasCaughtUpWhenResultsIdentityAndMutationsAreConfirmed() {
        machine.authenticate(new Token.User("ada"));
        machine.mutation("m", NO_ARGS);
        opened();
        hear(new Transition(StateVersion.INITIAL, version(1, 0, 5), List.of()));
        hear(new Transition(version(1, 0, 5), version(1, 1, 6), List.of()));
        assertThat(machine.takeEvents()).isEmpty();

        hear(new MutationResponse(new RequestId(0), REFUSED, Optional.empty(), List.of()));

        assertThat(machine.takeEvents()).contains(new SyncEvent.CaughtUp());
    }

    private void open() {
        machine.opened(Optional.of("Restart"), OptionalLong.of(5));
    }

    private void opened() {
        open();
        machine.takeMessages();
    }

    private void reopen() {
        machine.closed();
        opened();
        machine.takeEvents();
    }

    private void hear(ServerMessage message) {
        machine.received(WireCodec.encode(message));
    }

    /** Takes all that happened. */
    private <T extends SyncEvent> List<T> events(Class<T> kind) {
        return machine.takeEvents().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static Transition transition(long from, long to, ServerMessage.Modification... news) {
        return new Transition(from == 0 ? StateVersion.INITIAL : version(from), version(to), List.of(news));
    }

    private static StateVersion version(long ts) {
        return version(1, 0, ts);
    }

    private static StateVersion version(long querySet, long identity, long ts) {
        return new StateVersion(querySet, identity, new Timestamp(ts));
    }

    private static Add add(long id, String path) {
        return new Add(new QueryId(id), path, List.of(NO_ARGS), Optional.empty(), Optional.empty());
    }

    private static Updated updated(long id, String journal) {
        return new Updated(new QueryId(id), ONE.value(), List.of(), Optional.of(journal));
    }

    private static Failed failed(long id, String journal) {
        return new Failed(new QueryId(id), "failed", Optional.empty(), List.of(), Optional.of(journal));
    }
}
