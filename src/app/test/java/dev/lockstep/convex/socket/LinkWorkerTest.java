package dev.lockstep.convex.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.socket.LinkWorker.Phase;
import dev.lockstep.convex.state.SyncEvent;
import dev.lockstep.convex.state.SyncMachine;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.wire.ClientMessage.Authenticate;
import dev.lockstep.convex.wire.ClientMessage.Connect;
import dev.lockstep.convex.wire.ClientMessage.ModifyQuerySet;
import dev.lockstep.convex.wire.ClientMessage.Mutation;
import dev.lockstep.convex.wire.ClientMessage.Token;
import dev.lockstep.convex.wire.ServerMessage.AuthError;
import dev.lockstep.convex.wire.ServerMessage.FatalError;
import dev.lockstep.convex.wire.ServerMessage.Ping;
import dev.lockstep.convex.wire.ServerMessage.Transition;
import dev.lockstep.convex.wire.StateVersion;
import dev.lockstep.convex.wire.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** The owner of sockets, with sockets and time that obey the test. */
class LinkWorkerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final ManualTimer timer = new ManualTimer();
    private final ScriptedLinks links = new ScriptedLinks();
    private final Owner owner = new Owner();
    private final LinkWorker worker = new LinkWorker(
            new SyncMachine(new UUID(1, 2)),
            links,
            owner,
            new LinkWorker.Tools(
                    new OkHttpClient(), Runnable::run, timer, Clock.fixed(NOW, ZoneOffset.UTC), new Random(1)));

    @Test
    void greetsEachSocketAnewWithAFreshToken() {
        owner.tokens("ada.1", "ada.2");
        worker.start();
        worker.tell(machine -> machine.subscribe("log:read", ConvexValue.emptyObject()));
        var first = links.last().opens();

        first.ends("CommitterFullError");
        timer.pass(Duration.ofSeconds(10));
        var second = links.last().opens();

        assertThat(first.said).hasExactlyElementsOfTypes(Connect.class, Authenticate.class, ModifyQuerySet.class);
        assertThat(second.said).hasExactlyElementsOfTypes(Connect.class, Authenticate.class, ModifyQuerySet.class);
        assertThat(tokens(first)).containsExactly(new Token.User("ada.1"));
        assertThat(tokens(second)).containsExactly(new Token.User("ada.2"));
        assertThat(second.said(Connect.class).getFirst().lastCloseReason()).contains("CommitterFullError");
    }

    @Test
    void takesASilentSocketForDeadAfterAMinute() {
        worker.start();
        var silent = links.last().opens();

        timer.pass(Duration.ofSeconds(59));
        silent.says(new Ping());
        timer.pass(Duration.ofSeconds(60));
        assertThat(silent.closed).isFalse();
        timer.pass(Duration.ofSeconds(61));

        assertThat(silent.closed).isTrue();
        assertThat(links.count()).isEqualTo(2);
        assertThat(links.last().opens().said(Connect.class).getFirst().lastCloseReason())
                .contains("InactiveServer");
    }

    @Test
    void hearsNothingOfASocketThatItLeft() {
        worker.start();
        var left = links.last().opens();
        left.ends("Restart");
        timer.pass(Duration.ofSeconds(3));
        var present = links.last().opens();
        int said = present.said.size();

        left.says(new FatalError("too late"));
        left.ends("again");

        assertThat(owner.phase).isEqualTo(Phase.CONNECTED);
        assertThat(present.closed).isFalse();
        assertThat(present.said).hasSize(said);
    }

    @Test
    void waitsLongerWithEachFailureUntilAllIsInOrderAgain() {
        worker.start();
        var waits = new ArrayList<Duration>();
        for (int i = 0; i < 8; i++) {
            links.last().opens().ends("");
            waits.add(timer.untilNext());
            timer.pass(waits.getLast());
        }
        links.last().opens().says(transition(1, 0));
        links.last().ends("");

        assertThat(waits.getFirst()).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
        assertThat(waits.getLast()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(24));
        assertThat(timer.untilNext()).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
    }

    @Test
    void replacesATokenTenSecondsBeforeItRunsOut() {
        owner.tokens(jwt("one", 100), jwt("two", 100));
        worker.start();
        var link = links.last().opens();

        timer.pass(Duration.ofSeconds(59));
        link.says(new Ping());
        timer.pass(Duration.ofSeconds(30));
        assertThat(tokens(link)).hasSize(1);
        timer.pass(Duration.ofSeconds(1));

        assertThat(tokens(link)).containsExactly(new Token.User(jwt("one", 100)), new Token.User(jwt("two", 100)));
        assertThat(links.count()).isEqualTo(1);
    }

    @Test
    void goesOnAsNobodyWhenEveryTokenIsRefused() {
        owner.tokens("bad");
        worker.start();
        for (int i = 0; i < 4; i++) {
            var link = links.last().opens();
            assertThat(tokens(link)).containsExactly(new Token.User("bad"));
            link.says(new AuthError("Could not verify", 0, true));
            timer.pass(Duration.ofSeconds(30));
        }

        var nobodys = links.last().opens();

        assertThat(tokens(nobodys)).isEmpty();
        assertThat(owner.events)
                .filteredOn(SyncEvent.TokenRefused.class::isInstance)
                .hasSize(4);
    }

    @Test
    void signsInAgainAfterEveryTokenWasRefused() {
        goesOnAsNobodyWhenEveryTokenIsRefused();
        owner.tokens("ada");

        worker.authenticateAgain();

        assertThat(tokens(links.last())).containsExactly(new Token.User("ada"));
    }

    @Test
    void endsForGoodWhenTheDeploymentSaysSo() {
        worker.start();
        links.last().opens().says(new FatalError("BaseVersionMismatch"));
        timer.pass(Duration.ofMinutes(10));

        assertThat(owner.phase).isEqualTo(Phase.CLOSED);
        assertThat(links.count()).isEqualTo(1);
        assertThat(links.last().closed).isTrue();
    }

    @Test
    void asksForATokenAgainWhenTheSourceFailed() {
        owner.fails = true;
        worker.start();
        assertThat(links.count()).isZero();

        owner.fails = false;
        timer.pass(Duration.ofSeconds(1));

        assertThat(links.count()).isEqualTo(1);
    }

    /**
     * Somebody who signs in while the first socket is on its way was asked for with the token of before, and nothing
     * asked again: they stayed nobody until the connection broke. Clients are made before people sign in, so this was
     * the usual order.
     */
    @Test
    void signsInWhoComesWhileTheSocketOpens() {
        worker.start();
        owner.tokens("ada");

        worker.authenticateAgain();
        var link = links.last().opens();

        assertThat(tokens(link)).last().isEqualTo(new Token.User("ada"));
    }

    /**
     * Two questions for a token may be under way when one person leaves and another comes; the first one's answer came
     * last and won. Only the newest question counts now.
     */
    @Test
    void ignoresATokenOfSomebodyWhoLeft() {
        worker.start();
        var link = links.last().opens();
        var leaving = new CompletableFuture<Token>();
        owner.next = leaving;
        worker.authenticateAgain();
        owner.next = CompletableFuture.completedFuture(new Token.User("bob"));
        worker.authenticateAgain();

        leaving.complete(new Token.User("ada"));

        assertThat(tokens(link)).containsExactly(new Token.User("bob"));
    }

    /** One task that threw left the mailbox thinking that it still ran, and nothing ran there ever again. */
    @Test
    void goesOnAfterSomethingThrew() {
        worker.start();
        links.last().opens();

        worker.tell(machine -> {
            throw new IllegalStateException("for the test");
        });
        worker.tell(machine -> machine.mutation("log:append", ConvexValue.emptyObject()));

        assertThat(links.last().said(Mutation.class)).hasSize(1);
    }

    private static Transition transition(long querySet, long identity) {
        return new Transition(StateVersion.INITIAL, new StateVersion(querySet, identity, new Timestamp(9)), List.of());
    }

    private static List<Token> tokens(ScriptedLinks.Scripted link) {
        return link.said(Authenticate.class).stream().map(Authenticate::token).toList();
    }

    private static String jwt(String subject, long seconds) {
        String claims = "{\"sub\":\"" + subject + "\",\"iat\":1000,\"exp\":" + (1000 + seconds) + "}";
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes()) + ".sig";
    }

    private static final class Owner implements LinkWorker.Owner {

        private final List<SyncEvent> events = new ArrayList<>();
        private List<String> jwts = List.of();
        private int asked;
        private boolean fails;
        private CompletableFuture<Token> next;
        private Phase phase = Phase.WAITING;

        /** One after the other; the last one for ever. */
        void tokens(String... next) {
            jwts = List.of(next);
            asked = 0;
        }

        @Override
        public CompletableFuture<Token> token() {
            if (fails) {
                return CompletableFuture.failedFuture(new IllegalStateException("no token"));
            }
            if (next != null) {
                return next;
            }
            Token token =
                    jwts.isEmpty() ? new Token.None() : new Token.User(jwts.get(Math.min(asked++, jwts.size() - 1)));
            return CompletableFuture.completedFuture(token);
        }

        @Override
        public void happened(SyncEvent event) {
            events.add(event);
        }

        @Override
        public void connection(Phase now, int failures, String reason) {
            phase = now;
        }
    }
}
