package dev.lockstep.account.signin;

import dev.lockstep.account.SessionEnds;
import dev.lockstep.account.person.UserId;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The sessions of signed-in people on this node. Those of somebody who was banned, deleted or signed out elsewhere end
 * within two seconds, on every node, because each asks the database.
 */
@Component
public class WebSessions {

    private static final Logger LOG = LoggerFactory.getLogger(WebSessions.class);
    private static final String ATTRIBUTE = WebSessions.class.getName();

    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final SessionEnds ends;
    private final Clock clock;

    WebSessions(SessionEnds ends, Clock clock) {
        this.ends = ends;
        this.clock = clock;
    }

    /** A signed-in session; leaves the list with the session, however that ends. */
    private final class Open implements HttpSessionBindingListener {

        private final UserId user;
        private final Instant since;
        private final HttpSession session;
        private final List<Runnable> pages = new CopyOnWriteArrayList<>();

        private Open(UserId user, Instant since, HttpSession session) {
            this.user = user;
            this.since = since;
            this.session = session;
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            open.remove(this);
        }
    }

    void signedIn(UserId user, HttpSession session) {
        var one = new Open(user, clock.instant(), session);
        open.add(one);
        session.setAttribute(ATTRIBUTE, one);
    }

    /**
     * Calls back when the session is about to be ended from outside, so that an open page can say so.
     *
     * @param leave must return fast
     * @return ends the watching
     */
    public Runnable beforeEnd(HttpSession session, Runnable leave) {
        if (session.getAttribute(ATTRIBUTE) instanceof Open one) {
            one.pages.add(leave);
            return () -> one.pages.remove(leave);
        }
        return () -> {};
    }

    @Scheduled(fixedDelay = 1000)
    void endThoseOver() {
        if (open.isEmpty()) {
            return;
        }
        var until = ends.of(open.stream().map(one -> one.user).collect(Collectors.toSet()));
        for (Open one : open) {
            Instant upTo = until.get(one.user);
            if (upTo != null && !one.since.isAfter(upTo)) {
                end(one);
            }
        }
    }

    private void end(Open one) {
        open.remove(one);
        one.pages.forEach(leave -> {
            try {
                leave.run();
            } catch (RuntimeException e) {
                LOG.debug("A page could not be told that its session ends", e);
            }
        });
        try {
            one.session.invalidate();
            LOG.info("Session ended from outside user={}", one.user);
        } catch (IllegalStateException e) {
            // It has ended by itself meanwhile.
        }
    }
}
