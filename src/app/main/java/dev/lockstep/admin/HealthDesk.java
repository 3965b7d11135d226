package dev.lockstep.admin;

import dev.lockstep.account.selftest.CheckResult;
import dev.lockstep.account.selftest.SelfTest;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.meter.QueueDepth;
import dev.lockstep.outbox.meter.QueueDepths;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/** Whether this installation is well, for administrators. Looks and changes nothing. */
@Service
public class HealthDesk {

    private final Operations operations;
    private final SelfTest selfTest;
    private final QueueDepths queues;
    private final Storage storage;

    HealthDesk(Operations operations, SelfTest selfTest, QueueDepths queues, Storage storage) {
        this.operations = operations;
        this.selfTest = selfTest;
        this.queues = queues;
        this.storage = storage;
    }

    /** See {@link Operations#administrator}. */
    public Administrator administrator() {
        return operations.administrator();
    }

    /** Follows the administrator's own identity to Convex; off the page. */
    public List<CheckResult> selfTest(Administrator by, Consumer<CheckResult> progress) {
        return selfTest.run(new PersonId(by.id()), progress);
    }

    /** What lies in the outbox, by destination, those with nothing left out. At most five seconds old. */
    public Map<String, QueueDepth> queues() {
        operations.administrator();
        return new TreeMap<>(queues.byDestination());
    }

    /** What people call a destination. */
    public String title(String destination) {
        return operations.title(destination);
    }

    /** Asks the database and the disk; off the page. */
    public Storage.Report storage(Administrator by) {
        return storage.report();
    }
}
