package dev.lockstep.account.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedHttpSession;
import com.vaadin.flow.server.WrappedSession;
import dev.lockstep.account.limit.LimitProperties;
import dev.lockstep.account.limit.Visitors;
import dev.lockstep.account.signin.WebSessions;
import dev.lockstep.kit.Live;
import jakarta.annotation.security.RolesAllowed;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes open pages to the welcome page when their session is ended from outside, and away from what is not theirs to see any
 * more when their role changes: they may be left alone for hours.
 */
@Component
class FollowedSessions implements VaadinServiceInitListener {

    private static final String WELCOME = "/?ended";

    private final WebSessions sessions;
    private final Visitors visitors;
    private final LimitProperties limits;

    FollowedSessions(WebSessions sessions, Visitors visitors, LimitProperties limits) {
        this.sessions = sessions;
        this.visitors = visitors;
        this.limits = limits;
    }

    @Override
    public void serviceInit(ServiceInitEvent init) {
        // Vaadin lets go of what is only kept by heartbeats; whoever left a page open is not signed in for ever.
        init.getSource()
                .addSessionDestroyListener(event -> end(event.getSession().getSession()));
        init.getSource().addUIInitListener(event -> {
            var ui = event.getUI();
            if (ui.getSession().getSession() instanceof WrappedHttpSession wrapped) {
                Runnable unwatch = sessions.follow(wrapped.getHttpSession(), new FollowedPage(ui));
                Runnable closed = visitors.opened(wrapped.getHttpSession());
                ui.addDetachListener(detach -> {
                    unwatch.run();
                    closed.run();
                });
                letGoOfOne(ui.getSession());
            }
        });
    }

    /** A page that nobody looks at is not always known to be closed; each takes memory. */
    private void letGoOfOne(VaadinSession session) {
        List<UI> open = session.getUIs().stream().filter(ui -> !ui.isClosing()).toList();
        if (open.size() > limits.pagesPerSession()) {
            open.stream()
                    .min(Comparator.comparing(ui -> ui.getInternals().getLastHeartbeatTimestamp()))
                    .ifPresent(UI::close);
        }
    }

    private static void end(@Nullable WrappedSession session) {
        try {
            if (session != null) {
                session.invalidate();
            }
        } catch (IllegalStateException e) {
            // It is the session's own end that is told.
        }
    }

    private record FollowedPage(UI ui) implements WebSessions.Page {

        @Override
        public void leave() {
            // Pushed when the page's lock is left, which is before the session is gone.
            ui.accessSynchronously(() -> ui.getPage().setLocation(WELCOME));
        }

        @Override
        public void roleChanged() {
            Live.change(ui, () -> {
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
