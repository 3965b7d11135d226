package dev.lockstep.convex;

import dev.lockstep.convex.socket.Mailbox;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.convex.wire.ServerMessage.Result;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener of one query. Results come in on the client's mailbox and go out on a mailbox of its own. */
final class LiveSubscription implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(LiveSubscription.class);

    private final String path;
    private final Listener listener;
    private final Mailbox mailbox;
    private final Consumer<LiveSubscription> end;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Optional<ConvexValue> latest = Optional.empty();
    private volatile @Nullable Result last;
    private volatile @Nullable QueryId id;

    LiveSubscription(String path, Listener listener, Mailbox mailbox, Consumer<LiveSubscription> end) {
        this.path = path;
        this.listener = listener;
        this.mailbox = mailbox;
        this.end = end;
    }

    void begin(QueryId queryId) {
        id = queryId;
    }

    QueryId id() {
        QueryId known = id;
        if (known == null) {
            throw new IllegalStateException("Bug: a subscription that never began is ended");
        }
        return known;
    }

    /** The deployment says nothing new to a second subscriber of a query; it begins with what the first one has. */
    void startLike(LiveSubscription other) {
        Result known = other.last;
        if (known != null) {
            tell(known);
        }
    }

    void tell(Result result) {
        last = result;
        latest = result instanceof Result.Success(var value) ? Optional.of(value) : Optional.empty();
        mailbox.execute(() -> {
            if (closed.get()) {
                return;
            }
            try {
                switch (result) {
                    case Result.Success(var value) -> listener.updated(value);
                    case Result.Failure failure -> listener.failed(LiveClient.explain(path, failure));
                }
            } catch (RuntimeException e) {
                LOG.warn("The listener of {} failed", path, e);
            }
        });
    }

    @Override
    public Optional<ConvexValue> latest() {
        return latest;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            end.accept(this);
        }
    }
}
