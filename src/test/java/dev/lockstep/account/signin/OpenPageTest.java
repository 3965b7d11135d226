package dev.lockstep.account.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedHttpSession;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.person.Role;
import dev.lockstep.account.person.UserId;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** What an open page does when the role of whoever looks at it changes. */
class OpenPageTest extends ViewTest {

    private static final String PERSON = "user_demoted_while_looking";

    @Autowired
    private WebSessions sessions;

    @Autowired
    private JdbcTemplate jdbc;

    @Test
    @SignedIn(value = PERSON, firstName = "Ada", role = Role.ADMIN)
    void isTakenAwayFromWhoMayNotSeeItAnyMore() {
        var session = ((WrappedHttpSession) VaadinSession.getCurrent().getSession()).getHttpSession();
        session.setAttribute(
                HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, SecurityContextHolder.getContext());
        sessions.signedIn(new UserId(PERSON), Role.ADMIN, session);
        UI.getCurrent().navigate("admin/setup");
        assertThat(pageText()).contains("CLERK_SECRET_KEY");

        jdbc.update("update account set role = 'MEMBER' where id = ?", PERSON);

        awaitUntil(() -> UI.getCurrent().getElement().getChildCount() == 0);
    }
}
