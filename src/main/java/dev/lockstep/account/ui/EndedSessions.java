package dev.lockstep.account.ui;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.WrappedHttpSession;
import dev.lockstep.account.signin.WebSessions;
import org.springframework.stereotype.Component;

/** Takes open pages to the welcome page when their session is ended from outside: they may be left alone for hours. */
@Component
class EndedSessions implements VaadinServiceInitListener {

    private static final String WELCOME = "/?ended";

    private final WebSessions sessions;

    EndedSessions(WebSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void serviceInit(ServiceInitEvent init) {
        init.getSource().addUIInitListener(event -> {
            var ui = event.getUI();
            if (ui.getSession().getSession() instanceof WrappedHttpSession wrapped) {
                Runnable unwatch = sessions.beforeEnd(
                        wrapped.getHttpSession(),
                        // Pushed when the page's lock is left, which is before the session is gone.
                        () -> ui.accessSynchronously(() -> ui.getPage().setLocation(WELCOME)));
                ui.addDetachListener(detach -> unwatch.run());
            }
        });
    }
}
