package dev.lockstep.gallery.ui;

import dev.lockstep.core.Problem;
import dev.lockstep.kit.Live;
import dev.lockstep.platform.LiveListener;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Brings what is followed to a page.
 *
 * @param updated shows the news; like the others on the page's thread
 * @param connected shows how the connection stands
 */
record Following<T>(Live live, Consumer<T> updated, Consumer<Problem> failed, Consumer<Connection> connected)
        implements LiveListener<T> {

    /** @param since when it came or was lost */
    record Connection(boolean up, Instant since) {}

    @Override
    public void updated(T now) {
        live.show(() -> updated.accept(now));
    }

    @Override
    public void failed(Problem problem) {
        live.show(() -> failed.accept(problem));
    }

    @Override
    public void connection(boolean up, Instant since) {
        live.show(() -> connected.accept(new Connection(up, since)));
    }
}
