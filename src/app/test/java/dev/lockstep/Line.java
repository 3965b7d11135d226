package dev.lockstep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The line between the application and a service, which a test can cut and hold: plain TCP, passed on byte by byte.
 * While it is down connecting is refused, as when the service's process is gone.
 */
public final class Line implements AutoCloseable {

    private static final long LONGEST_HOLD_SECONDS = 30;

    private final InetSocketAddress service;
    private final int port;
    private final AtomicLong bytes = new AtomicLong();
    private final Semaphore arrivals = new Semaphore(0);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean losing;
    private volatile ServerSocket listening;

    private Line(InetSocketAddress service) {
        this.service = service;
        this.listening = listen(0);
        this.port = listening.getLocalPort();
        accept(listening);
    }

    public static Line to(URI service) {
        return new Line(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.getPort()));
    }

    /** Where the application finds the service through this line; the path is the service's own. */
    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** How many bytes the application has sent so far. */
    public long bytes() {
        return bytes.get();
    }

    public void cut() {
        close();
    }

    public void mend() {
        losing = false;
        if (listening.isClosed()) {
            listening = listen(port);
            accept(listening);
        }
    }

    /** Keeps what the application sends from now on, until {@link #release}. */
    public void hold() {
        arrivals.drainPermits();
        gate = new CountDownLatch(1);
    }

    public void release() {
        gate.countDown();
    }

    /** From now on what is sent arrives, and the answer to it does not: the connection breaks instead. */
    public void loseAnswers() {
        losing = true;
    }

    /** Whether something to pass on has come since the line was held. */
    public boolean arrived() throws InterruptedException {
        return arrivals.tryAcquire(LONGEST_HOLD_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
            open.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket listen(int port) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        Thread.ofVirtual().name("line").start(() -> {
            while (!from.isClosed()) {
                try {
                    Socket near = from.accept();
                    Socket far = new Socket(service.getAddress(), service.getPort());
                    near.setTcpNoDelay(true);
                    far.setTcpNoDelay(true);
                    open.add(near);
                    open.add(far);
                    Thread.ofVirtual().start(() -> pass(near, far, true));
                    Thread.ofVirtual().start(() -> pass(far, near, false));
                } catch (IOException e) {
                    // Cut, or the service is gone: the loop's condition tells which.
                    continue;
                }
            }
        });
    }

    private void pass(Socket from, Socket to, boolean outgoing) {
        byte[] buffer = new byte[16 * 1024];
        try (from;
                to) {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (outgoing) {
                    bytes.addAndGet(read);
                    arrivals.release();
                    gate.await(LONGEST_HOLD_SECONDS, TimeUnit.SECONDS);
                } else if (losing) {
                    return;
                }
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // Either side hung up; closing both passes that on.
            bytes.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }
}
