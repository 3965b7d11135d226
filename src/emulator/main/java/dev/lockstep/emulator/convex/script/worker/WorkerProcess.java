package dev.lockstep.emulator.convex.script.worker;

import dev.lockstep.emulator.convex.program.NodeProgram;
import dev.lockstep.emulator.convex.program.PipeReaders;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Node process that runs functions: frames go to it and come from it. Frames may be sent by any thread; one at a time
 * reads. When it has ended, however, reading says so.
 */
public final class WorkerProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    private static final int MOST_PRINTED = 16_384;
    private static final long LAST_WORDS_SECONDS = 5;

    /** Why it ended. */
    public enum Ending {
        CLOSED,
        TIME,
        MEMORY,
        OTHER
    }

    private final Process process;
    private final OutputStream out;
    private final DataInputStream in;
    private final Thread printing;
    private final StringBuffer printed = new StringBuffer();
    private @Nullable ProcessUsage usage;
    private volatile @Nullable Ending ending;

    private WorkerProcess(Process process) {
        this.process = process;
        out = process.getOutputStream();
        in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
        printing = PipeReaders.start("convex-worker-printed", () -> listen(process.getErrorStream()));
    }

    /**
     * Starts one, which goes on starting while this returns.
     *
     * @param folder holds what {@link WorkerFiles} wrote
     */
    static WorkerProcess start(NodeProgram program, Path folder) throws IOException {
        return new WorkerProcess(program.startEngine(folder, WorkerFiles.SCRIPT));
    }

    /** @throws WorkerGone when it has ended */
    public void send(Frame frame) {
        synchronized (out) {
            try {
                frame.write(out);
            } catch (IOException e) {
                throw gone(e);
            }
        }
    }

    /**
     * Waits for what it says next.
     *
     * @throws WorkerGone when it has ended
     */
    public Frame read() {
        try {
            return Frame.read(in);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /** Ends it by force. */
    public void end(Ending why) {
        if (ending == null) {
            ending = why;
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        end(Ending.CLOSED);
    }

    /** Does this when it has ended. */
    void onExit(Runnable task) {
        process.onExit().thenRun(task);
    }

    public boolean isAlive() {
        return ending == null && process.isAlive();
    }

    /** Time on processors since it began. */
    public long processorNanos() {
        return usage().processorNanos();
    }

    /** Memory that it holds; 0 where that is not known. */
    public long residentBytes() {
        return usage().residentBytes();
    }

    /** Node itself: behind a wall it is a child of the wall's program. */
    private synchronized ProcessUsage usage() {
        if (usage == null) {
            Optional<ProcessHandle> innermost = process.descendants().reduce((first, second) -> second);
            usage = new ProcessUsage(innermost.orElse(process.toHandle()));
        }
        return usage;
    }

    private WorkerGone gone(IOException cause) {
        Ending why = ending;
        if (why == null) {
            try {
                process.waitFor(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
                printing.join(TimeUnit.SECONDS.toMillis(LAST_WORDS_SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            boolean isFull = printed.indexOf("heap out of memory") >= 0 || printed.indexOf("allocation failed") >= 0;
            why = isFull ? Ending.MEMORY : Ending.OTHER;
            end(why);
            if (why == Ending.OTHER) {
                LOG.warn("A process that runs functions has ended: {}", printed);
            }
        }
        return new WorkerGone(why, cause);
    }

    private void listen(InputStream errors) {
        try (errors) {
            byte[] some = new byte[4_096];
            for (int count = errors.read(some); count >= 0; count = errors.read(some)) {
                if (printed.length() < MOST_PRINTED) {
                    printed.append(new String(some, 0, count, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            LOG.debug("What a process that runs functions prints cannot be read any more", e);
        }
    }
}
