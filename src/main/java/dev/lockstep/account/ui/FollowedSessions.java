package dev.lockstep.account.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.WrappedHttpSession;
import dev.lockstep.account.signin.WebSessions;
import jakarta.annotation.security.RolesAllowed;
import org.springframework.stereotype.Component;

/**
 * Takes open pages to the welcome page when their session is ended from outside, and away from what is not theirs to see any
 * more when their role changes: they may be left alone for hours.
 */
@Component
class FollowedSessions implements VaadinServiceInitListener {

    private static final String WELCOME = "/?ended";

    private final WebSessions sessions;

    FollowedSessions(WebSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void serviceInit(ServiceInitEvent init) {
        init.getSource().addUIInitListener(event -> {
            var ui = event.getUI();
            if (ui.getSession().getSession() instanceof WrappedHttpSession wrapped) {
                Runnable unwatch = sessions.follow(wrapped.getHttpSession(), new FollowedPage(ui));
                ui.addDetachListener(detach -> unwatch.run());
            }
        });
    }

    private record FollowedPage(UI ui) implements WebSessions.Page {

        @Override
        public void leave() {
            // Pushed when the page's lock is left, which is before the session is gone.
            ui.accessSynchronously(() -> ui.getPage().setLocation(WELCOME));
        }

        @Override
        public void roleChanged() {
            ui.access(() -> {
                boolean forRoles = ui.getActiveRouterTargetsChain().stream()
                        .anyMatch(shown -> shown.getClass().isAnnotationPresent(RolesAllowed.class));
                if (forRoles) {
                    // At once, also from a browser that does not load it again. Other pages keep what is typed in them.
                    ui.getElement().removeAllChildren();
                    ui.getPage().reload();
                }
            });
        }
    }
}
