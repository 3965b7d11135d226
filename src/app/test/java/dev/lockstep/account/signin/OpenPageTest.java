package dev.lockstep.account.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedHttpSession;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.Standings;
import dev.lockstep.account.limit.LimitProperties;
import dev.lockstep.account.person.Role;
import dev.lockstep.core.ManualClock;
import dev.lockstep.core.PersonId;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** What an open page does when the role of whoever looks at it changes. */
class OpenPageTest extends ViewTest {

    private static final String PERSON = "user_demoted_while_looking";

    @Autowired
    private WebSessions sessions;

    @Autowired
    private Standings standings;

    @Autowired
    private LimitProperties limits;

    @Autowired
    private JdbcTemplate jdbc;

    @Test
    @SignedIn(value = PERSON, firstName = "Ada", role = Role.ADMIN)
    void isTakenAwayFromWhoMayNotSeeItAnyMore() {
        var session = ((WrappedHttpSession) VaadinSession.getCurrent().getSession()).getHttpSession();
        session.setAttribute(
                HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, SecurityContextHolder.getContext());
        sessions.signedIn(new PersonId(PERSON), Role.ADMIN, session);
        UI.getCurrent().navigate("admin/setup");
        assertThat(pageText()).contains("CLERK_SECRET_KEY");

        jdbc.update("update account set role = 'MEMBER' where id = ?", PERSON);

        awaitUntil(() -> UI.getCurrent().getElement().getChildCount() == 0);
    }

    /** Heartbeats of a page that nobody looks at keep no session. */
    @Test
    void keepsNoSessionThatNothingIsDoneIn() {
        assertThat(VaadinSession.getCurrent().getConfiguration().isCloseIdleSessions())
                .isTrue();
    }

    @Test
    @SignedIn(PERSON)
    void asksToSignInAgainAfterAWeekHoweverMuchIsDone() {
        var time = ManualClock.standing();
        var watched = new WebSessions(standings, limits, time);
        var session = new MockHttpSession();
        watched.signedIn(new PersonId(PERSON), Role.MEMBER, session);

        time.advance(limits.longestSession().minusSeconds(1));
        watched.hold();
        assertThat(session.isInvalid()).isFalse();

        time.advance(Duration.ofSeconds(1));
        watched.hold();
        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    @SignedIn(PERSON)
    void endsWithTheOthersAlsoWhenTheClockWasSetBackMeanwhile() {
        var time = ManualClock.standing();
        var watched = new WebSessions(standings, limits, time);
        var session = new MockHttpSession();
        watched.signedIn(new PersonId(PERSON), Role.MEMBER, session);
        time.advance(Duration.ofDays(-1));
        watched.hold();
        assertThat(session.isInvalid()).isFalse();

        time.advance(Duration.ofSeconds(1));
        jdbc.update(
                "update account set sessions_ended_at = ? where id = ?",
                java.sql.Timestamp.from(time.instant()),
                PERSON);
        watched.hold();
        jdbc.update("update account set sessions_ended_at = null where id = ?", PERSON);

        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    @SignedIn(PERSON)
    void endsTheOldestSessionOfWhoHasTooMany() {
        var time = ManualClock.standing();
        var watched = new WebSessions(standings, limits, time);
        var sessions = new ArrayList<MockHttpSession>();
        for (int number = 0; number <= limits.sessionsPerPerson(); number++) {
            var session = new MockHttpSession();
            sessions.add(session);
            watched.signedIn(new PersonId(PERSON), Role.MEMBER, session);
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(sessions.removeFirst().isInvalid()).isTrue();
        assertThat(sessions).noneMatch(MockHttpSession::isInvalid);
    }
}
