package dev.lockstep.kit;

import com.vaadin.flow.server.VaadinService;

/**
 * Whether the pages are coming to their end, with the application: what fails from then on fails because what it worked with
 * is closed. One for all pages of a service, kept where it outlives them.
 */
final class Stopping {

    private volatile boolean begun;

    private Stopping() {}

    static Stopping of(VaadinService service) {
        return service.getContext().getAttribute(Stopping.class, () -> {
            var stopping = new Stopping();
            service.addServiceDestroyListener(event -> stopping.begun = true);
            return stopping;
        });
    }

    boolean hasBegun() {
        return begun;
    }
}
