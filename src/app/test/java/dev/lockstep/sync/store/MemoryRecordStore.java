package dev.lockstep.sync.store;

import dev.lockstep.core.Owner;
import dev.lockstep.sync.table.Overlay;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.RemoteRecord;
import dev.lockstep.sync.table.Stamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Records in memory, for simulations, which have one thread and no transaction that fails. */
public class MemoryRecordStore implements RecordStore {

    private final Map<RecordId, StoredRecord> records = new HashMap<>();
    private final Map<RecordId, Integer> readings = new HashMap<>();

    @Override
    public Optional<StoredRecord> find(RecordId key) {
        return Optional.ofNullable(records.get(key));
    }

    @Override
    public Optional<StoredRecord> lock(RecordId key) {
        return find(key);
    }

    @Override
    public Map<String, StoredRecord> lock(Owner owner, String table, Collection<String> ids) {
        Map<String, StoredRecord> found = new HashMap<>();
        ids.forEach(id -> find(new RecordId(owner, table, id)).ifPresent(record -> found.put(id, record)));
        return found;
    }

    @Override
    public void add(RecordId key, Overlay shown, Stamp stamp, Instant now) {
        var added = new StoredRecord(key.clientId(), 0, Optional.empty(), Optional.of(shown), stamp, now, now);
        if (records.putIfAbsent(key, added) != null) {
            throw new IllegalStateException("There is a record " + key);
        }
    }

    @Override
    public void show(RecordId key, Optional<Overlay> shown, Stamp stamp, Instant now) {
        records.computeIfPresent(
                key,
                (any, was) -> new StoredRecord(
                        was.clientId(), was.revision(), was.base(), shown, stamp, was.createdAt(), now));
    }

    @Override
    public void rebase(
            Owner owner, String table, Set<String> known, Map<RemoteRecord, Optional<Overlay>> shown, int reading) {
        shown.forEach((remote, seen) -> {
            var key = new RecordId(owner, table, remote.clientId());
            if (known.contains(remote.clientId()) != records.containsKey(key)) {
                throw new IllegalStateException("It is not so that it is known: " + key);
            }
            readings.put(key, reading);
            Stamp before = find(key).map(StoredRecord::stamp).orElse(Stamp.NONE);
            records.put(
                    key,
                    new StoredRecord(
                            remote.clientId(),
                            remote.revision(),
                            Optional.of(remote.state()),
                            seen,
                            before.compareTo(remote.stamp()) > 0 ? before : remote.stamp(),
                            remote.createdAt(),
                            remote.updatedAt()));
        });
    }

    @Override
    public void met(Owner owner, String table, Collection<String> ids, int reading) {
        ids.forEach(id -> readings.put(new RecordId(owner, table, id), reading));
    }

    @Override
    public Set<String> forgetUnmet(Owner owner, String table, int reading) {
        Set<String> had = new HashSet<>();
        records.replaceAll((key, was) -> {
            boolean unmet = key.owner().equals(owner)
                    && key.table().equals(table)
                    && was.revision() > 0
                    && readings.getOrDefault(key, 0) < reading;
            if (unmet) {
                had.add(was.clientId());
            }
            return unmet ? withoutBase(was) : was;
        });
        return had;
    }

    private static StoredRecord withoutBase(StoredRecord was) {
        return new StoredRecord(
                was.clientId(), 0, Optional.empty(), Optional.empty(), was.stamp(), was.createdAt(), was.updatedAt());
    }

    @Override
    public void forget(Owner owner) {
        records.keySet().removeIf(key -> key.owner().equals(owner));
    }

    @Override
    public long countAll(Owner owner) {
        return records.keySet().stream()
                .filter(key -> key.owner().equals(owner))
                .count();
    }

    @Override
    public long count(Owner owner, String table, RecordFilter filter) {
        return fitting(owner, table, filter).count();
    }

    @Override
    public List<StoredRecord> page(Owner owner, String table, RecordFilter filter, int offset, int limit) {
        return fitting(owner, table, filter).skip(offset).limit(limit).toList();
    }

    private Stream<StoredRecord> fitting(Owner owner, String table, RecordFilter filter) {
        return records.entrySet().stream()
                .filter(entry -> entry.getKey().owner().equals(owner)
                        && entry.getKey().table().equals(table))
                .map(Map.Entry::getValue)
                .filter(record -> record.shown()
                        .filter(seen -> seen.deleted() == filter.deleted())
                        .isPresent())
                .sorted(Comparator.comparing(StoredRecord::createdAt)
                        .thenComparing(StoredRecord::clientId)
                        .reversed());
    }
}
