package dev.lockstep.project.server;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks after processes that an earlier run of this application has left behind, and after what other nodes ask for. */
@Component
class Reattachment {

    private final DevServerRuns runs;

    Reattachment(DevServerRuns runs) {
        this.runs = runs;
    }

    @EventListener(ApplicationReadyEvent.class)
    void run() {
        runs.reattach();
    }

    @Scheduled(fixedDelay = 1000)
    void hear() {
        runs.hear();
    }
}
