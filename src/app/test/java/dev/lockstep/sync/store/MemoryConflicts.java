package dev.lockstep.sync.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.sync.table.Conflict;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.SettledConflict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Conflicts in memory, for simulations; a change has one at most, as in the database. */
public class MemoryConflicts implements Conflicts {

    private final Map<ChangeId, SettledConflict> conflicts = new LinkedHashMap<>();

    @Override
    public void add(Conflict conflict) {
        var open = new SettledConflict(conflict, Optional.empty(), Optional.empty());
        if (conflicts.putIfAbsent(conflict.change(), open) != null) {
            throw new IllegalStateException("There is a conflict of " + conflict.change());
        }
    }

    @Override
    public List<Conflict> of(RecordId record, int limit) {
        return conflicts.values().stream()
                .map(SettledConflict::conflict)
                .filter(conflict -> conflict.record().equals(record))
                .toList()
                .reversed()
                .stream()
                .limit(limit)
                .toList();
    }

    @Override
    public List<SettledConflict> page(Owner owner, boolean settled, int offset, int limit) {
        return of(owner, settled).toList().reversed().stream()
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public long count(Owner owner, boolean settled) {
        return of(owner, settled).count();
    }

    private Stream<SettledConflict> of(Owner owner, boolean settled) {
        return conflicts.values().stream()
                .filter(one -> one.conflict().record().owner().equals(owner)
                        && one.settledAt().isPresent() == settled);
    }

    @Override
    public Optional<SettledConflict> find(Owner owner, ChangeId change) {
        return Optional.ofNullable(conflicts.get(change))
                .filter(one -> one.conflict().record().owner().equals(owner));
    }

    @Override
    public void settle(SettledConflict settled) {
        conflicts.replace(settled.conflict().change(), settled);
    }
}
