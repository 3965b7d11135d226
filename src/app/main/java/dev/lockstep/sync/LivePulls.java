package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.core.concurrent.WatcherMap;
import dev.lockstep.platform.LiveData;
import dev.lockstep.platform.LiveListener;
import dev.lockstep.platform.LiveQuery;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps the copies of those whose pages are open up to date: follows where each table stands in Convex, once for all pages of a
 * person, and reads what has moved. Holds whether Convex is connected, for each of them. Thread-safe.
 */
@Component
class LivePulls {

    private static final Logger LOG = LoggerFactory.getLogger(LivePulls.class);

    /** A pull that failed is tried again after so many seconds, one virtual thread each. */
    private static final Executor AGAIN = CompletableFuture.delayedExecutor(
            5, TimeUnit.SECONDS, work -> Thread.ofVirtual().name("pull-again").start(work));

    private final LiveData live;
    private final Puller puller;
    private final SyncedTables tables;
    private final WatcherMap<Owner> watchers = new WatcherMap<>("synced records");
    private final Map<Owner, Followed> followed = new HashMap<>();

    LivePulls(LiveData live, Puller puller, SyncedTables tables) {
        this.live = live;
        this.puller = puller;
        this.tables = tables;
    }

    /** One person's pull, shared by all their pages. */
    private static final class Followed {
        private int pages;
        private Runnable end = () -> {};
        private volatile boolean connected = true;
        private volatile boolean failed;
        private volatile boolean pulling;
    }

    /** How the pull of one person stands; a person without open pages is taken to be connected. */
    record Standing(boolean connected, boolean failed, boolean pulling) {
        static final Standing QUIET = new Standing(true, false, false);
    }

    Standing standing(Owner owner) {
        Followed one;
        synchronized (followed) {
            one = followed.get(owner);
        }
        return one == null ? Standing.QUIET : new Standing(one.connected, one.failed, one.pulling);
    }

    /**
     * Calls back whenever this person's records or the standing may have changed, from any thread; pulls as long as anybody
     * watches.
     *
     * @return ends it
     */
    Runnable watch(Owner owner, Runnable news) {
        var watch = watchers.watch(owner, news);
        if (owner instanceof GuestId) {
            // Nobody else writes a guest's records, and Convex would not say.
            return watch::close;
        }
        Optional<Followed> first = enter(owner);
        // Not under the lock: it may call back at once.
        first.ifPresent(one -> {
            Runnable end = live.follow(
                    owner,
                    new LiveQuery<>("sync:heads", ConvexValue.emptyObject(), value -> (Obj) value),
                    new Listener(owner, one));
            if (!stays(one, end)) {
                end.run();
            }
        });
        return () -> {
            watch.close();
            leave(owner).run();
        };
    }

    /** The records of this person have changed here. */
    void changed(Owner owner) {
        watchers.tell(owner);
    }

    private Optional<Followed> enter(Owner owner) {
        synchronized (followed) {
            Followed one = followed.computeIfAbsent(owner, person -> new Followed());
            return one.pages++ == 0 ? Optional.of(one) : Optional.empty();
        }
    }

    /** Whether anybody is still there by now. */
    private boolean stays(Followed one, Runnable end) {
        synchronized (followed) {
            one.end = end;
            return one.pages > 0;
        }
    }

    private Runnable leave(Owner owner) {
        synchronized (followed) {
            Followed one = followed.get(owner);
            if (one == null || --one.pages > 0) {
                return () -> {};
            }
            followed.remove(owner, one);
            return one.end;
        }
    }

    private final class Listener implements LiveListener<Obj> {

        private final Owner owner;
        private final Followed one;

        Listener(Owner owner, Followed one) {
            this.owner = owner;
            this.one = one;
        }

        /** On a thread of this listener's own: slow pulls hold up nobody else. */
        @Override
        public void updated(Obj heads) {
            one.pulling = true;
            changed(owner);
            boolean failed = false;
            for (SyncedTable table : tables.all()) {
                failed |= !pull(table, heads.text(table.name()));
            }
            one.failed = failed;
            one.pulling = false;
            changed(owner);
            if (failed) {
                // Nothing else may happen for hours that would make it try again.
                AGAIN.execute(() -> tryAgain(heads));
            }
        }

        private void tryAgain(Obj heads) {
            synchronized (followed) {
                if (followed.get(owner) != one) {
                    return;
                }
            }
            updated(heads);
        }

        private boolean pull(SyncedTable table, Optional<String> head) {
            try {
                if (puller.isBehind(owner, table, head) && puller.pull(owner, table)) {
                    changed(owner);
                }
                return true;
            } catch (Problem problem) {
                LOG.warn("Not pulled table={} code={} kind={}", table.name(), problem.code(), problem.kind());
                return false;
            } catch (RuntimeException e) {
                LOG.error("Not pulled table={}", table.name(), e);
                return false;
            }
        }

        @Override
        public void failed(Problem problem) {
            one.failed = true;
            changed(owner);
        }

        @Override
        public void connection(boolean connected, Instant since) {
            one.connected = connected;
            changed(owner);
        }
    }
}
