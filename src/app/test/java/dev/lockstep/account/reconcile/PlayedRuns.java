package dev.lockstep.account.reconcile;

import dev.lockstep.account.reconcile.ReconciliationRun.Mode;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** A run from beginning to end, on the caller's thread. */
public final class PlayedRuns {

    private PlayedRuns() {}

    public static ReconciliationRun repair(ApplicationContext context) {
        UUID id = context.getBean(NewRuns.class).add(Mode.REPAIR, "user_admin");
        context.getBean(RunWork.class).work(id);
        ReconciliationRun run = context.getBean(RunStore.class).find(id).orElseThrow();
        if (run.state() == ReconciliationRun.State.PAUSED) {
            context.getBean(NewRuns.class).goOn(run, ReconciliationRun.State.PAUSED, true, "user_admin");
            context.getBean(RunWork.class).work(id);
        }
        return context.getBean(RunStore.class).find(id).orElseThrow();
    }
}
