package dev.lockstep.outbox.store;

import dev.lockstep.outbox.change.PendingCount;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface OutboxEntries extends JpaRepository<OutboxEntry, UUID> {

    @Query("""
            select older from OutboxEntry older
            where older.ownerId = :ownerId and older.destination = :destination
              and older.recordKey = :recordKey and older.seq < :seq
              and older.state in (dev.lockstep.outbox.store.ChangeState.WAITING,
                                  dev.lockstep.outbox.store.ChangeState.PARKED)
            order by older.seq
            """)
    List<OutboxEntry> before(String ownerId, String destination, String recordKey, long seq);

    List<OutboxEntry> findByGroupIdOrderBySeq(UUID groupId);

    @Query("""
            select e from OutboxEntry e
            where e.ownerId = :ownerId and e.recordKey = :recordKey and e.destination = :destination
              and e.state = :state
            order by e.seq
            """)
    List<OutboxEntry> ofRecord(String ownerId, String recordKey, String destination, ChangeState state);

    @Query("select e from OutboxEntry e where e.ownerId = :ownerId and e.state in :states order by e.seq")
    List<OutboxEntry> ofOwner(String ownerId, Collection<ChangeState> states);

    @Query("""
            select e from OutboxEntry e
            where e.ownerId = :ownerId and e.recordKey = :recordKey and e.state in :states
            order by e.seq
            """)
    List<OutboxEntry> ofOwner(String ownerId, String recordKey, Collection<ChangeState> states);

    @Query("""
            select new dev.lockstep.outbox.store.PendingChange(e.id, e.ownerId, e.destination, e.recordKey, e.state,
              e.attempts, e.lastErrorCode, e.lastError, e.createdAt, e.updatedAt, e.nextAttemptAt)
            from OutboxEntry e
            where e.ownerId = :ownerId and e.state in (dev.lockstep.outbox.store.ChangeState.WAITING,
                                                       dev.lockstep.outbox.store.ChangeState.PARKED)
            order by e.seq
            """)
    List<PendingChange> pending(String ownerId);

    @Query("""
            select new dev.lockstep.outbox.change.PendingCount(count(e),
              count(e.lastError),
              coalesce(sum(case when e.state = dev.lockstep.outbox.store.ChangeState.PARKED then 1 else 0 end), 0))
            from OutboxEntry e
            where e.ownerId = :ownerId and e.destination not in :except
              and e.recordKey like concat(:recordPrefix, '%') escape '!'
              and e.state in (dev.lockstep.outbox.store.ChangeState.WAITING,
                              dev.lockstep.outbox.store.ChangeState.PARKED)
            """)
    PendingCount count(String ownerId, String recordPrefix, Collection<String> except);

    @Query("""
            select distinct e.destination from OutboxEntry e
            where e.ownerId = :ownerId and e.state in (dev.lockstep.outbox.store.ChangeState.WAITING,
                                                       dev.lockstep.outbox.store.ChangeState.PARKED)
            """)
    Set<String> pendingDestinations(String ownerId);

    @Query("""
            select count(e) > 0 from OutboxEntry e
            where e.ownerId = :ownerId and e.destination = :destination and e.recordKey = :recordKey
              and e.seq > :seq and e.state = dev.lockstep.outbox.store.ChangeState.DONE
            """)
    boolean isNewerDone(String ownerId, String destination, String recordKey, long seq);

    @Query("""
            select distinct e.destination from OutboxEntry e
            where e.ownerId = :ownerId and e.recordKey = :recordKey
              and e.seq > :seq and e.state = dev.lockstep.outbox.store.ChangeState.DONE
            """)
    Set<String> newerDone(String ownerId, String recordKey, long seq);

    @Modifying
    @Query("""
            update OutboxEntry e
            set e.state = dev.lockstep.outbox.store.ChangeState.WAITING, e.refusals = 0, e.nextAttemptAt = :now,
              e.updatedAt = :now, e.version = e.version + 1,
              e.trouble = case when e.trouble = dev.lockstep.outbox.trouble.Trouble.PARKED
                then dev.lockstep.outbox.trouble.Trouble.PERMANENT else e.trouble end
            where e.id in :ids and e.state in (dev.lockstep.outbox.store.ChangeState.WAITING,
                                               dev.lockstep.outbox.store.ChangeState.PARKED)
            """)
    int again(Collection<UUID> ids, Instant now);

    /** A change that takes another's place takes its turn too. */
    @Modifying
    @Query(value = "update outbox_entry set seq = :seq where id = :id", nativeQuery = true)
    void moveTo(UUID id, long seq);

    /** Past the version too. A lease that was taken after this moment has at most until then to run. */
    @Modifying
    @Query("""
            update OutboxEntry e
            set e.nextAttemptAt = :now, e.updatedAt = :now,
              e.leaseUntil = case when e.leaseUntil > :lease then :lease else e.leaseUntil end
            where e.state = dev.lockstep.outbox.store.ChangeState.WAITING and e.updatedAt > :after
            """)
    int bringBack(Instant now, Instant after, Instant lease);

    /** Past the version: whoever holds one of them meanwhile knows better when it goes on. */
    @Modifying
    @Query("""
            update OutboxEntry e set e.nextAttemptAt = :now
            where e.ownerId = :ownerId and e.state = dev.lockstep.outbox.store.ChangeState.WAITING
            """)
    void dueNow(String ownerId, Instant now);
}
