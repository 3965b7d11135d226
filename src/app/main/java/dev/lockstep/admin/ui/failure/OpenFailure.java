package dev.lockstep.admin.ui.failure;

import dev.lockstep.admin.Operations;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.admin.Operations.Failure;
import dev.lockstep.core.ChangeId;
import dev.lockstep.outbox.Failures;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that the panel shows of one failure.
 *
 * @param alike how many had the same answer from the same destination
 * @param names of who acted on it, by id
 */
record OpenFailure(Failures.Detail detail, Failure failure, long alike, Map<String, String> names) {

    /** On any thread; empty when there is no such change. */
    static Optional<OpenFailure> read(Operations operations, Administrator by, ChangeId id) {
        return operations.detail(by, id).map(detail -> {
            Map<String, String> names = operations.names(detail.audit().stream()
                    .map(record -> record.entry().actor())
                    .collect(Collectors.toSet()));
            return new OpenFailure(
                    detail, operations.failure(detail.change()), operations.countKind(by, detail.change()), names);
        });
    }

    ChangeId id() {
        return detail.change().id();
    }
}
