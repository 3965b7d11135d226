package dev.lockstep.account.reconcile.finding;

import dev.lockstep.account.drift.ComparedField;
import java.util.Optional;
import java.util.UUID;

/**
 * Which findings are shown.
 *
 * @param person an id, or a part of a name; blank for all
 */
public record FindingFilter(UUID run, Optional<Finding.Kind> kind, Optional<ComparedField> field, String person) {

    public static FindingFilter all(UUID run) {
        return new FindingFilter(run, Optional.empty(), Optional.empty(), "");
    }
}
