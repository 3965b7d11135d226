package dev.lockstep.project.connection;

import dev.lockstep.project.grant.Grants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** After a rotation of keys: what is stored is sealed with the newest one, so that the older ones can be taken away. */
@Component
class Reseal {

    private static final Logger LOG = LoggerFactory.getLogger(Reseal.class);

    private final Grants grants;
    private final ConnectedProjects connected;

    Reseal(Grants grants, ConnectedProjects connected) {
        this.grants = grants;
        this.connected = connected;
    }

    @EventListener(ApplicationReadyEvent.class)
    void run() {
        int done = grants.reseal() + connected.reseal();
        if (done > 0) {
            LOG.info("Sealed {} stored keys with the newest key of the keyset", done);
        }
    }
}
