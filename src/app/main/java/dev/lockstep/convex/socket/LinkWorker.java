package dev.lockstep.convex.socket;

import dev.lockstep.convex.state.SyncEvent;
import dev.lockstep.convex.state.SyncMachine;
import dev.lockstep.convex.wire.ClientMessage;
import dev.lockstep.convex.wire.ClientMessage.Token;
import dev.lockstep.convex.wire.WireCodec;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a machine and of its socket: opens one socket after the other, with a fresh token for each, until it is
 * closed. Everything below happens on one mailbox, one task at a time; nothing of it waits.
 *
 * <pre>
 *   asking for a token --> opening --> connected
 *        ^                   |            |
 *        +---- waiting <-----+------------+        closed, from everywhere, for good
 * </pre>
 */
public final class LinkWorker {

    /** Without a word for so long the socket is taken for dead; a deployment pings every 15 s. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static final int TOKEN_TRIES = 3;
    private static final int NO_LINK = -1;
    private static final String SILENT = "InactiveServer";

    /** Where the worker gets tokens and what it tells. Called on the mailbox; must not wait. */
    public interface Owner {

        /** Asks for a token for a new socket or in place of one that runs out; fails when there is none in time. */
        CompletableFuture<Token> token();

        void happened(SyncEvent event);

        /** The connection is in this state from now on. */
        void connection(Phase phase, int failures, String reason);
    }

    /** Where the connection is on its way. */
    public enum Phase {
        CONNECTING,
        CONNECTED,
        WAITING,
        CLOSED
    }

    /** What workers of one process share. */
    public record Tools(
            OkHttpClient http, Executor threads, ScheduledExecutorService timer, Clock clock, RandomGenerator random) {}

    private final SyncMachine machine;
    private final Link.Factory links;
    private final Owner owner;
    private final Tools tools;
    private final Mailbox mailbox;
    private @Nullable Link link;
    private @Nullable ScheduledFuture<?> refresh;
    private @Nullable ScheduledFuture<?> watch;
    private Phase phase = Phase.WAITING;
    private String lastReason = "";
    private boolean anonymous;
    private boolean heard;
    /** Counts attempts: what was begun in an earlier one is not gone on with. */
    private int epoch;

    /** Counts questions for a token; only the newest one's answer counts. */
    private int questions;

    /** The epoch of the present link; what an older one says is not heard any more. */
    private int linkEpoch = NO_LINK;

    private int failures;
    private int refusals;

    public LinkWorker(SyncMachine machine, URI deployment, Owner owner, Tools tools) {
        this(machine, SocketLink.to(deployment, tools.http()), owner, tools);
    }

    LinkWorker(SyncMachine machine, Link.Factory links, Owner owner, Tools tools) {
        this.machine = machine;
        this.links = links;
        this.owner = owner;
        this.tools = tools;
        this.mailbox = new Mailbox(tools.threads());
    }

    /** Connects, now and whenever it has to. */
    public void start() {
        mailbox.execute(this::connect);
    }

    /** Lets the machine do something, then sends and tells what comes of it. Does nothing once closed. */
    public void tell(Consumer<SyncMachine> change) {
        tell(change, () -> {});
    }

    /** The same, or the other thing once closed; on the mailbox, both. */
    public void tell(Consumer<SyncMachine> change, Runnable onceClosed) {
        mailbox.execute(() -> {
            if (phase == Phase.CLOSED) {
                onceClosed.run();
            } else {
                change.accept(machine);
                flush();
            }
        });
    }

    /** Somebody else asks from now on: the owner's token is asked for again. */
    public void authenticateAgain() {
        mailbox.execute(() -> {
            anonymous = false;
            refusals = 0;
            if (link != null) {
                askAgain(epoch);
            } else if (phase == Phase.CONNECTING) {
                askAndOpen(epoch);
            } else {
                connect();
            }
        });
    }

    /** For good. */
    public void close() {
        mailbox.execute(() -> finish("closed"));
    }

    private void connect() {
        if (phase == Phase.CLOSED || phase == Phase.CONNECTED || phase == Phase.CONNECTING) {
            return;
        }
        askAndOpen(enter(Phase.CONNECTING, lastReason));
    }

    private void askAndOpen(int mine) {
        ask(mine, token -> {
            machine.authenticate(token);
            open(mine);
        });
    }

    private void ask(int mine, Consumer<Token> use) {
        CompletableFuture<Token> asked =
                anonymous ? CompletableFuture.completedFuture(new Token.None()) : owner.token();
        int question = ++questions;
        asked.whenComplete((token, failure) -> mailbox.execute(() -> {
            if (mine != epoch || question != questions) {
                return;
            }
            if (failure != null) {
                retryLater("No token for Convex could be had", true);
            } else {
                scheduleRefresh(mine, token);
                use.accept(token);
            }
        }));
    }

    private void open(int mine) {
        link = links.open(new Link.Listener() {
            @Override
            public void opened() {
                post(mine, () -> {
                    enter(Phase.CONNECTED, "");
                    machine.opened(
                            Optional.of(lastReason),
                            OptionalLong.of(tools.clock().millis()));
                    flush();
                });
            }

            @Override
            public void received(String text) {
                post(mine, () -> {
                    heard = true;
                    machine.received(text);
                    flush();
                });
            }

            @Override
            public void ended(String reason) {
                post(mine, () -> retryLater(reason, false));
            }
        });
        heard = true;
        watch = tools.timer()
                .scheduleAtFixedRate(
                        () -> post(mine, this::checkHeard),
                        SILENCE.toMillis(),
                        SILENCE.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void post(int mine, Runnable task) {
        mailbox.execute(() -> {
            if (mine == linkEpoch && phase != Phase.CLOSED) {
                task.run();
            }
        });
    }

    private void checkHeard() {
        if (!heard) {
            retryLater(SILENT, true);
        }
        heard = false;
    }

    private void scheduleRefresh(int mine, Token token) {
        cancel(refresh);
        if (token instanceof Token.User(String jwt)) {
            TokenLife.refreshAfter(jwt)
                    .ifPresent(after -> refresh = tools.timer()
                            .schedule(
                                    () -> mailbox.execute(() -> askAgain(mine)),
                                    after.toMillis(),
                                    TimeUnit.MILLISECONDS));
        }
    }

    /** Replaces the token on the socket that is there. A source that fails is asked again with the next socket. */
    private void askAgain(int mine) {
        if (mine != epoch || phase == Phase.CLOSED) {
            return;
        }
        ask(mine, token -> {
            machine.authenticate(token);
            flush();
        });
    }

    private void flush() {
        for (ClientMessage message : machine.takeMessages()) {
            if (link == null || !link.send(WireCodec.encode(message))) {
                retryLater("The socket takes no more messages", false);
                break;
            }
        }
        for (SyncEvent event : machine.takeEvents()) {
            handle(event);
        }
    }

    private void handle(SyncEvent event) {
        switch (event) {
            case SyncEvent.CaughtUp caughtUp -> {
                failures = 0;
                refusals = 0;
            }
            case SyncEvent.Reconnect(String reason) -> retryLater(reason, true);
            case SyncEvent.TokenRefused(String error) -> {
                // Two more tries with a fresh token; then nobody asks until somebody signs in again.
                anonymous = ++refusals > TOKEN_TRIES;
                owner.happened(event);
                retryLater("The token was refused: " + error, true);
            }
            case SyncEvent.Fatal(String error) -> {
                owner.happened(event);
                finish(error);
            }
            default -> owner.happened(event);
        }
    }

    private void retryLater(String reason, boolean ours) {
        if (phase == Phase.CLOSED || phase == Phase.WAITING) {
            return;
        }
        drop();
        machine.closed();
        lastReason = reason;
        failures++;
        int mine = enter(Phase.WAITING, reason);
        Duration wait = ReconnectPolicy.wait(reason, ours, failures, tools.random());
        tools.timer()
                .schedule(
                        () -> mailbox.execute(() -> {
                            if (mine == epoch) {
                                connect();
                            }
                        }),
                        wait.toMillis(),
                        TimeUnit.MILLISECONDS);
        machine.takeEvents().forEach(owner::happened);
    }

    private void finish(String reason) {
        if (phase != Phase.CLOSED) {
            drop();
            machine.closed();
            machine.takeEvents().forEach(owner::happened);
            enter(Phase.CLOSED, reason);
        }
    }

    private void drop() {
        cancel(refresh);
        cancel(watch);
        linkEpoch = NO_LINK;
        if (link != null) {
            link.close();
            link = null;
        }
    }

    /** @return the number of this phase: what was begun in an earlier one is not gone on with */
    private int enter(Phase next, String reason) {
        phase = next;
        if (next == Phase.CONNECTING) {
            linkEpoch = epoch + 1;
        }
        if (next != Phase.CONNECTED) {
            epoch++;
        }
        owner.connection(next, failures, reason);
        return epoch;
    }

    private static void cancel(@Nullable ScheduledFuture<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }
}
