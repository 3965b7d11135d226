package dev.lockstep.admin.ui.failure;

import dev.lockstep.admin.Operations;
import dev.lockstep.kit.Attention;
import org.springframework.stereotype.Component;

/** Tells administrators on every page how many changes have stopped, and on their own pages what to do about it. */
@Component
final class ParkedAttention implements Attention {

    private final Operations operations;

    ParkedAttention(Operations operations) {
        this.operations = operations;
    }

    @Override
    public String route() {
        return "admin/failures";
    }

    @Override
    public String label() {
        return "failures.parked";
    }

    @Override
    public Banner banner() {
        return new Banner("admin/", "failures.banner.one", "failures.banner", "failures.banner.open");
    }

    @Override
    public boolean concerns() {
        return operations.isAdministrator();
    }

    @Override
    public long count() {
        return operations.parked();
    }

    @Override
    public Runnable watch(Runnable watcher) {
        return operations.watch(watcher);
    }
}
