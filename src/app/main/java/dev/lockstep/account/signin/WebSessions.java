package dev.lockstep.account.signin;

import dev.lockstep.account.Standings;
import dev.lockstep.account.Standings.Standing;
import dev.lockstep.account.limit.LimitProperties;
import dev.lockstep.account.person.Role;
import dev.lockstep.core.PersonId;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The sessions of signed-in people on this node: each lasts some days at most, and each person has some at most. Those of
 * somebody who was banned, deleted or signed out elsewhere end within two seconds, and those of somebody whose role has
 * changed go on with the new one, on every node, because each asks the database.
 */
@Component
public class WebSessions {

    private static final Logger LOG = LoggerFactory.getLogger(WebSessions.class);
    private static final String ATTRIBUTE = WebSessions.class.getName();

    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final Standings standings;
    private final LimitProperties limits;
    private final Clock clock;

    WebSessions(Standings standings, LimitProperties limits, Clock clock) {
        this.limits = limits;
        this.standings = standings;
        this.clock = clock;
    }

    /** A signed-in session; leaves the list with the session, however that ends. */
    private final class Open implements HttpSessionBindingListener {

        private final PersonId user;
        private volatile Instant since;
        private final HttpSession session;
        private final List<Page> pages = new CopyOnWriteArrayList<>();
        private volatile Role role;

        private Open(PersonId user, Role role, Instant since, HttpSession session) {
            this.role = role;
            this.user = user;
            this.since = since;
            this.session = session;
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            open.remove(this);
        }
    }

    /** @param role with which the session begins */
    void signedIn(PersonId user, Role role, HttpSession session) {
        var one = new Open(user, role, clock.instant(), session);
        open.add(one);
        session.setAttribute(ATTRIBUTE, one);
        List<Open> own = open.stream()
                .filter(other -> other.user.equals(user))
                .sorted(Comparator.comparing((Open other) -> other.since).reversed())
                .toList();
        own.stream().skip(limits.sessionsPerPerson()).forEach(this::end);
    }

    /** An open page of a session. Its methods must return fast. */
    public interface Page {

        /** The session is about to be ended from outside. */
        void leave();

        /** The session goes on with another role. */
        void roleChanged();
    }

    /**
     * Tells the page what becomes of its session.
     *
     * @return ends the watching
     */
    public Runnable follow(HttpSession session, Page page) {
        if (session.getAttribute(ATTRIBUTE) instanceof Open one) {
            one.pages.add(page);
            return () -> one.pages.remove(page);
        }
        return () -> {};
    }

    @Scheduled(fixedDelay = 1000)
    void hold() {
        if (open.isEmpty()) {
            return;
        }
        var now = standings.of(open.stream().map(one -> one.user).collect(Collectors.toSet()));
        for (Open one : open) {
            Standing standing = now.get(one.user);
            if (standing != null) {
                hold(one, standing);
            }
        }
    }

    private void hold(Open one, Standing standing) {
        Instant now = clock.instant();
        if (one.since.isAfter(now)) {
            // The clock was set back: else what ends all sessions now would not end this one.
            one.since = now;
        }
        boolean over =
                standing.endedUpTo().filter(upTo -> !one.since.isAfter(upTo)).isPresent();
        if (over || !now.isBefore(one.since.plus(limits.longestSession()))) {
            end(one);
        } else if (standing.role() != one.role) {
            change(one, standing.role());
        }
    }

    private void change(Open one, Role role) {
        try {
            Authorities.give(one.session, role);
        } catch (IllegalStateException e) {
            // The session has ended by itself meanwhile.
            return;
        }
        one.role = role;
        LOG.info("Session goes on with another role user={} role={}", one.user, role);
        tell(one, Page::roleChanged);
    }

    private static void tell(Open one, Consumer<Page> news) {
        one.pages.forEach(page -> {
            try {
                news.accept(page);
            } catch (RuntimeException e) {
                LOG.debug("A page could not be told what becomes of its session", e);
            }
        });
    }

    private void end(Open one) {
        open.remove(one);
        tell(one, Page::leave);
        try {
            one.session.invalidate();
            LOG.info("Session ended user={}", one.user);
        } catch (IllegalStateException e) {
            // It has ended by itself meanwhile.
        }
    }
}
