package dev.lockstep.account.limit;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * The sessions on this node in which nobody has signed in, and the pages that are open in them. They end after minutes, and
 * there are so many at most, since everybody can have them and each takes memory.
 */
@Component
public class Visitors implements HttpSessionListener {

    private static final String ATTRIBUTE = Visitors.class.getName();

    private final LimitProperties properties;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger pages = new AtomicInteger();

    Visitors(LimitProperties properties) {
        this.properties = properties;
    }

    /** A session as long as nobody has signed in; leaves the count with the session, however that ends. */
    private final class Visit implements HttpSessionBindingListener {

        private final int usual;

        private Visit(int usual) {
            this.usual = usual;
        }

        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            sessions.incrementAndGet();
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            sessions.decrementAndGet();
        }
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        HttpSession session = event.getSession();
        session.setAttribute(ATTRIBUTE, new Visit(session.getMaxInactiveInterval()));
        session.setMaxInactiveInterval(
                Math.toIntExact(Math.max(1, properties.anonymousIdle().toSeconds())));
    }

    /** The session lasts as long as usual from now on, and counts no longer. */
    public void signedIn(HttpSession session) {
        if (session.getAttribute(ATTRIBUTE) instanceof Visit visit) {
            session.removeAttribute(ATTRIBUTE);
            session.setMaxInactiveInterval(visit.usual);
        }
    }

    /**
     * Counts a page that has been opened, where nobody has signed in.
     *
     * @return for when it is closed
     */
    public Runnable opened(HttpSession session) {
        if (!(session.getAttribute(ATTRIBUTE) instanceof Visit)) {
            return () -> {};
        }
        pages.incrementAndGet();
        var open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                pages.decrementAndGet();
            }
        };
    }

    boolean isRoomForSession() {
        return sessions.get() < properties.anonymousSessions();
    }

    boolean isRoomForPage() {
        return isRoomForSession() && pages.get() < properties.anonymousPages();
    }
}
