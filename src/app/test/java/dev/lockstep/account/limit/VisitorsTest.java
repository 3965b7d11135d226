package dev.lockstep.account.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.core.PersonId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpSessionEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;

/** Room for three sessions and two pages of those who have not signed in. */
class VisitorsTest {

    private static final Duration IDLE = Duration.ofMinutes(10);

    private final LimitProperties limits =
            new LimitProperties(100, 100, 100, 100, 100, 2, Duration.ofDays(1), 3, 2, IDLE, 20, 50, Duration.ofDays(7));
    private final Visitors visitors = new Visitors(limits);
    private final RequestLimits filter = new RequestLimits(new Limits(limits), visitors);

    @Test
    void keepsASessionForMinutesAndForHoursOnceSomebodyHasSignedIn() {
        MockHttpSession session = session();
        assertThat(session.getMaxInactiveInterval()).isEqualTo(600);

        visitors.signedIn(session);

        assertThat(session.getMaxInactiveInterval()).isEqualTo(43_200);
    }

    @Test
    void refusesPagesForWhichThereIsNoRoomUntilSomeAreClosed() throws Exception {
        MockHttpSession first = session();
        Runnable close = visitors.opened(first);
        assertThat(asked("/", "", null)).isEqualTo(200);
        visitors.opened(session());

        MockHttpServletResponse refused = response("/", "", null);
        assertThat(refused.getStatus()).isEqualTo(503);
        assertThat(refused.getContentAsString())
                .isEqualTo("More people are looking at this site than it can serve. Wait a minute and try again.\n");
        assertThat(refused.getHeader("Retry-After")).isEqualTo("60");
        assertThat(asked("/", "init", first)).isEqualTo(503);
        assertThat(asked("/", "uidl", first)).isEqualTo(200);
        assertThat(asked("/webhooks/clerk", "", null)).isEqualTo(200);
        assertThat(asked("/oauth2/authorization/clerk", "", null)).isEqualTo(200);

        close.run();
        close.run();

        assertThat(asked("/", "", null)).isEqualTo(200);
        visitors.opened(first);
        assertThat(asked("/", "", null)).isEqualTo(503);
    }

    @Test
    void refusesSessionsForWhichThereIsNoRoomUntilSomebodySignsInOrLeaves() throws Exception {
        MockHttpSession first = session();
        MockHttpSession second = session();
        session();
        assertThat(asked("/oauth2/authorization/clerk", "", null)).isEqualTo(503);
        assertThat(asked("/oauth2/authorization/clerk", "", first)).isEqualTo(200);

        visitors.signedIn(first);
        assertThat(asked("/oauth2/authorization/clerk", "", null)).isEqualTo(200);
        session();
        assertThat(asked("/oauth2/authorization/clerk", "", null)).isEqualTo(503);

        second.invalidate();
        assertThat(asked("/oauth2/authorization/clerk", "", null)).isEqualTo(200);
        first.invalidate();
        session();
        assertThat(asked("/oauth2/authorization/clerk", "", null)).isEqualTo(503);
    }

    @Test
    void countsWhatAPersonChanges() {
        var counted = new Limits(limits);
        counted.change(new PersonId("user_a"));
        counted.change(new PersonId("user_a"));
        counted.change(new PersonId("user_b"));

        assertThatThrownBy(() -> counted.change(new PersonId("user_a")))
                .isInstanceOfSatisfying(
                        TooMany.class,
                        problem -> assertThat(problem.nextStep())
                                .isEqualTo("Wait " + problem.seconds() + " s and try again."));
    }

    @Test
    void takesANetworkOfIpv6AsOneAddress() throws Exception {
        for (int host = 1; host <= 100; host++) {
            assertThat(askedFrom("2001:db8:1:2::" + host)).isEqualTo(200);
        }
        assertThat(askedFrom("2001:db8:1:2:ffff::1")).isEqualTo(429);
        assertThat(askedFrom("2001:db8:1:3::1")).isEqualTo(200);
    }

    private int askedFrom(String address) throws Exception {
        var request = new MockHttpServletRequest("POST", "/webhooks/clerk");
        request.setRemoteAddr(address);
        var response = new MockHttpServletResponse();
        filter.doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }

    private int asked(String path, String kind, MockHttpSession session) throws Exception {
        return response(path, kind, session).getStatus();
    }

    private MockHttpServletResponse response(String path, String kind, MockHttpSession session) throws Exception {
        var request = new MockHttpServletRequest("GET", path);
        request.setParameter("v-r", kind);
        request.setSession(session);
        var response = new MockHttpServletResponse();
        FilterChain chain = new MockFilterChain();
        filter.doFilter(request, response, chain);
        return response;
    }

    private MockHttpSession session() {
        var session = new MockHttpSession();
        session.setMaxInactiveInterval(43_200);
        visitors.sessionCreated(new HttpSessionEvent(session));
        return session;
    }
}
