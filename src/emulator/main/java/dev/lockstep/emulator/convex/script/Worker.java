package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.program.PipeReaders;
import dev.lockstep.emulator.convex.script.worker.Frame;
import dev.lockstep.emulator.convex.script.worker.WorkerGone;
import dev.lockstep.emulator.convex.script.worker.WorkerProcess;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A process, the code that it was told, and the worlds that are ready in it. A blocking one is used by one thread at a time;
 * a waiting one by any number.
 */
final class Worker implements AutoCloseable {

    /** What a frame of a process that has ended is. */
    private static final Frame GONE = new Frame(-1, 0, 0, "");

    enum Mode {
        /** Queries and mutations: one call, with those inside it. */
        BLOCKING,
        /** Actions: any number of calls, which mostly wait. */
        WAITING
    }

    private final WorkerProcess process;
    private final Mode mode;
    private final Map<CodeVersion, Known> codes = new IdentityHashMap<>();
    private final Map<Integer, BlockingQueue<Frame>> queues = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private volatile @Nullable WorkerGone gone;
    private volatile boolean retired;
    private @Nullable AppCode current;
    private volatile long idleSince = System.nanoTime();

    /** Code that the process was told, and how many worlds of it are ready there. */
    private static final class Known {
        private final int id;
        private int kept;
        private int fresh;

        Known(int id) {
            this.id = id;
        }
    }

    Worker(WorkerProcess process, Mode mode) {
        this.process = process;
        this.mode = mode;
        process.send(new Frame(Frame.MODE, 0, 0, mode == Mode.BLOCKING ? "blocking" : "waiting"));
        if (mode == Mode.WAITING) {
            PipeReaders.start("convex-worker", this::dispatch);
        }
    }

    WorkerProcess process() {
        return process;
    }

    Mode mode() {
        return mode;
    }

    int running() {
        return running.get();
    }

    void begin() {
        running.incrementAndGet();
    }

    void end() {
        idleSince = System.nanoTime();
        running.decrementAndGet();
    }

    /** How long nothing has run. */
    long idleNanos() {
        return running.get() > 0 ? 0 : System.nanoTime() - idleSince;
    }

    int newId() {
        return lastId.incrementAndGet();
    }

    void send(Frame frame) {
        process.send(frame);
    }

    /** Frames about this call are for its thread from now on. */
    void open(int call) {
        if (mode == Mode.WAITING) {
            queues.put(call, new LinkedBlockingQueue<>());
        }
    }

    void close(int call) {
        queues.remove(call);
    }

    /**
     * Waits for what the process says next about a call.
     *
     * @return empty when the time is over
     * @throws WorkerGone when the process has ended
     */
    Optional<Frame> next(int call, CallTime time) {
        if (mode == Mode.BLOCKING) {
            return Optional.of(process.read());
        }
        try {
            Frame frame = queues.get(call).poll(time.left().toNanos(), TimeUnit.NANOSECONDS);
            WorkerGone end = gone;
            if (end != null && (frame == null || frame == GONE)) {
                throw end;
            }
            return Optional.ofNullable(frame);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void dispatch() {
        try {
            for (; ; ) {
                Frame frame = process.read();
                BlockingQueue<Frame> queue = queues.get(frame.call());
                if (queue != null) {
                    queue.add(frame);
                }
            }
        } catch (WorkerGone e) {
            gone = e;
            queues.values().forEach(queue -> queue.add(GONE));
        }
    }

    /** The number of this code in the process, which is told it when it does not know it. */
    synchronized int code(CodeVersion code) {
        return known(code).id;
    }

    private synchronized Known known(CodeVersion code) {
        Known known = codes.get(code);
        if (known == null) {
            known = new Known(newId());
            codes.put(code, known);
            send(new Frame(Frame.CODE, known.id, 0, json(code).toString()));
        }
        return known;
    }

    private static ObjectNode json(CodeVersion code) {
        ObjectNode json = WireJson.object();
        ObjectNode modules = json.putObject("modules");
        code.modules().forEach((path, module) -> {
            if (module.environment() == PushedModule.Environment.ISOLATE) {
                modules.put(path, module.source());
            }
        });
        json.set("environment", WireJson.object(code.environment()));
        // Code without functions is being read, to find out what it declares.
        return json.put("trackMissing", code.functions().isEmpty());
    }

    /** Forgets the code of earlier pushes. */
    synchronized void use(AppCode app) {
        if (current != app) {
            current = app;
            var outdated = new ArrayList<CodeVersion>();
            for (CodeVersion code : codes.keySet()) {
                if (app.components().values().stream().noneMatch(each -> each == code)) {
                    outdated.add(code);
                }
            }
            outdated.forEach(code -> send(new Frame(Frame.DROP, codes.remove(code).id, 0, "")));
        }
    }

    /** Whether a world is ready. */
    synchronized boolean hasWorld(CodeVersion code, boolean kept) {
        Known known = known(code);
        return (kept ? known.kept : known.fresh) > 0;
    }

    /** A call takes a world that is ready, if there is one. */
    synchronized void takeWorld(CodeVersion code, boolean kept) {
        Known known = known(code);
        if (kept) {
            known.kept = Math.max(0, known.kept - 1);
        } else {
            known.fresh = Math.max(0, known.fresh - 1);
        }
    }

    /** A world has been made ready, or serves again. */
    synchronized void addWorld(CodeVersion code, boolean kept) {
        Known known = known(code);
        if (kept) {
            known.kept++;
        } else {
            known.fresh++;
        }
    }

    /** The kept worlds were looked over, and none is fit. */
    synchronized void forgetKept(CodeVersion code) {
        known(code).kept = 0;
    }

    /**
     * Makes a world with these modules.
     *
     * @param asksForState whether all modules are to be read, which takes some time, for those that keep state
     * @return if that was asked for, those that do, which must not run in a kept world; empty when there is no such world,
     *     since a module waits for what never comes
     * @throws WorkerGone when the process ended
     */
    Optional<Set<String>> prepare(CodeVersion code, boolean kept, Set<String> modules, boolean asksForState) {
        var request =
                WireJson.object().put("code", code(code)).put("kept", kept).put("asksForState", asksForState);
        modules.forEach(request.putArray("modules")::add);
        int id = newId();
        open(id);
        try {
            send(new Frame(Frame.PREPARE, id, 0, request.toString()));
            Frame answer = next(id, CallTime.elapsing(ScriptPool.LOAD_LIMIT.multipliedBy(2)))
                    .orElse(GONE);
            if (answer.kind() != Frame.DONE) {
                return Optional.empty();
            }
            var stateful = new TreeSet<String>();
            WireJson.parse(answer.text()).forEach((JsonNode module) -> stateful.add(module.asString()));
            addWorld(code, kept);
            return Optional.of(stateful);
        } finally {
            close(id);
        }
    }

    /** The modules that functions are in. */
    static Set<String> entries(CodeVersion code) {
        var modules = new TreeSet<String>();
        for (FunctionPath path : code.functions().keySet()) {
            PushedModule module = code.modules().get(path.module());
            if (module != null && module.environment() == PushedModule.Environment.ISOLATE) {
                modules.add(path.module());
            }
        }
        return modules;
    }

    /** Takes no more calls. */
    void retire() {
        retired = true;
    }

    /** Whether it takes calls. */
    boolean isFit() {
        return !retired && isAlive();
    }

    boolean isAlive() {
        return gone == null && process.isAlive();
    }

    @Override
    public void close() {
        process.close();
    }
}
