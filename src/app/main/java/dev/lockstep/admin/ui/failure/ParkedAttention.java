package dev.lockstep.admin.ui.failure;

import dev.lockstep.admin.Operations;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.kit.Attention;
import java.util.Optional;
import java.util.function.LongSupplier;
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
    public Optional<LongSupplier> counter() {
        if (!operations.isAdministrator()) {
            return Optional.empty();
        }
        Administrator administrator = operations.administrator();
        return Optional.of(() -> operations.parked(administrator));
    }

    @Override
    public Runnable watch(Runnable watcher) {
        return operations.watch(watcher);
    }
}
