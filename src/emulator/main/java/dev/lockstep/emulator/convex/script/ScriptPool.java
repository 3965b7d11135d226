package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.script.worker.WorkerGone;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one deployment, which run the code of one push: the app's and its components'. No deployment's code runs in
 * a process that another's has been in. As many queries and mutations run at once as there are processors; actions share a
 * worker when there are more than a few. Workers that nobody needs for a minute are ended. Thread-safe.
 */
public final class ScriptPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScriptPool.class);

    /** On a processor, for evaluating a module and all it imports. */
    static final Duration LOAD_LIMIT = Duration.ofSeconds(20);

    /** Actions that have a worker of their own each: one that fills the memory ends no other. */
    private static final int ALONE = 4;

    private static final Duration IDLE = Duration.ofMinutes(1);

    private final ScriptEngine engine;
    private final Semaphore processors =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final List<Worker> waiting = new ArrayList<>();
    private Map<CodeVersion, KnownState> states = new IdentityHashMap<>();
    private AppCode code;
    private boolean closed;

    public ScriptPool(ScriptEngine engine, AppCode code) {
        this.engine = engine;
        this.code = code;
        engine.pools().add(this);
    }

    /** The code that calls begin with from now on. */
    public synchronized void use(AppCode newer) {
        code = newer;
        states = new IdentityHashMap<>();
    }

    /** What a call runs on that may take this time. */
    public ScriptLease lease(CallTime time) {
        return new ScriptLease(this, time);
    }

    Script script(Worker worker, CodeVersion version) {
        return new Script(engine, worker, version, state(version));
    }

    private synchronized KnownState state(CodeVersion version) {
        if (code.components().values().stream().anyMatch(each -> each == version)) {
            return states.computeIfAbsent(version, each -> new KnownState());
        }
        // An earlier push's, or for this once: no world of it is kept.
        var nothing = new KnownState();
        nothing.keepAll();
        return nothing;
    }

    /** A worker for calls that compute, or for one that mostly waits. */
    Worker take(CallTime time) {
        Worker worker = time.isComputing() ? takeBlocking() : takeWaiting();
        engine.watch().begin(worker, time.isComputing() ? time : null);
        try {
            worker.use(current());
            return worker;
        } catch (WorkerGone e) {
            giveBack(worker);
            return take(time);
        }
    }

    private synchronized AppCode current() {
        return code;
    }

    private Worker takeBlocking() {
        try {
            processors.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FunctionError("The function was interrupted");
        }
        try {
            Worker worker = idleOne().orElseGet(() -> start(Worker.Mode.BLOCKING));
            worker.begin();
            return worker;
        } catch (RuntimeException e) {
            processors.release();
            throw e;
        }
    }

    private synchronized Optional<Worker> idleOne() {
        while (!idle.isEmpty()) {
            Worker worker = idle.removeFirst();
            if (worker.isFit()) {
                return Optional.of(worker);
            }
            worker.close();
        }
        return Optional.empty();
    }

    private Worker takeWaiting() {
        synchronized (this) {
            List<Worker> spent = waiting.stream()
                    .filter(worker -> !worker.isFit() && worker.running() == 0)
                    .toList();
            waiting.removeAll(spent);
            spent.forEach(Worker::close);
            Optional<Worker> leastUsed =
                    waiting.stream().filter(Worker::isFit).min(Comparator.comparingInt(Worker::running));
            if (leastUsed.isPresent() && (leastUsed.get().running() == 0 || waiting.size() >= ALONE)) {
                leastUsed.get().begin();
                return leastUsed.get();
            }
        }
        Worker worker = start(Worker.Mode.WAITING);
        synchronized (this) {
            worker.begin();
            waiting.add(worker);
        }
        return worker;
    }

    private Worker start(Worker.Mode mode) {
        synchronized (this) {
            if (closed) {
                throw new FunctionError("The emulator is closed");
            }
        }
        try {
            return new Worker(engine.processes().take(), mode);
        } catch (IllegalStateException | WorkerGone e) {
            throw new FunctionError(String.valueOf(e.getMessage()));
        }
    }

    void giveBack(Worker worker) {
        worker.end();
        if (worker.mode() == Worker.Mode.BLOCKING) {
            engine.watch().end(worker);
            keep(worker);
            processors.release();
        } else if (worker.running() == 0) {
            engine.watch().end(worker);
        }
    }

    private void keep(Worker worker) {
        synchronized (this) {
            if (!closed && worker.isFit()) {
                idle.addFirst(worker);
                return;
            }
        }
        worker.close();
    }

    /** Makes a world of the app ready: the first call finds the code evaluated. */
    public void warm() {
        try (ScriptLease lease = lease(CallTime.computing(LOAD_LIMIT))) {
            CodeVersion app = current().root();
            Script script = lease.take(app);
            script.warm();
            lease.giveBack(script);
        } catch (ScriptError | FunctionError e) {
            LOG.debug("No world was made ready", e);
        }
    }

    /** Ends what nobody has needed for a while. */
    void endIdle() {
        List<Worker> ended;
        synchronized (this) {
            ended = new ArrayList<>(idle.stream().filter(ScriptPool::isLongIdle).toList());
            idle.removeAll(ended);
            List<Worker> waited =
                    waiting.stream().filter(ScriptPool::isLongIdle).toList();
            waiting.removeAll(waited);
            ended.addAll(waited);
        }
        ended.forEach(Worker::close);
    }

    private static boolean isLongIdle(Worker worker) {
        return worker.idleNanos() > IDLE.toNanos();
    }

    @Override
    public void close() {
        List<Worker> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(idle);
            left.addAll(waiting);
            idle.clear();
            waiting.clear();
        }
        engine.pools().remove(this);
        left.forEach(Worker::close);
    }
}
