package dev.lockstep.sync.outbox;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface OutboxEntries extends JpaRepository<OutboxEntry, UUID> {

    @Query("""
            select older from OutboxEntry older
            where older.ownerId = :ownerId and older.destination = :destination
              and older.recordKey = :recordKey and older.seq < :seq
              and older.state in (dev.lockstep.sync.outbox.ChangeState.WAITING,
                                  dev.lockstep.sync.outbox.ChangeState.PARKED)
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

    /** Waiting for an answer that has already been no, or parked: what an administrator should see, newest first. */
    @Query("""
            select e from OutboxEntry e
            where e.state = dev.lockstep.sync.outbox.ChangeState.PARKED
               or (e.state = dev.lockstep.sync.outbox.ChangeState.WAITING and e.lastErrorCode is not null)
            order by e.updatedAt desc, e.id
            """)
    Slice<OutboxEntry> troubled(Pageable page);

    @Query("""
            select count(e) from OutboxEntry e
            where e.state = dev.lockstep.sync.outbox.ChangeState.PARKED
               or (e.state = dev.lockstep.sync.outbox.ChangeState.WAITING and e.lastErrorCode is not null)
            """)
    long countTroubled();

    @Query("""
            select e.id from OutboxEntry e
            where e.ownerId = :ownerId and e.state = dev.lockstep.sync.outbox.ChangeState.WAITING
            """)
    List<UUID> waitingOf(String ownerId);
}
