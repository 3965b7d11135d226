package dev.lockstep.account.webhook;

import jakarta.persistence.LockModeType;
import jakarta.persistence.QueryHint;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.transaction.annotation.Transactional;

interface WebhookMessages extends JpaRepository<WebhookMessage, String> {

    /** Skips what another node has in its hands. */
    String SKIP_LOCKED = "-2";

    @Query("""
            select m.id from WebhookMessage m
            where m.state = dev.lockstep.account.webhook.MessageState.WAITING and m.nextAttemptAt <= :now
            order by m.seq
            """)
    List<String> due(Instant now, Limit limit);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @QueryHints(@QueryHint(name = "jakarta.persistence.lock.timeout", value = SKIP_LOCKED))
    @Query("""
            select m from WebhookMessage m
            where m.id in :ids and m.state = dev.lockstep.account.webhook.MessageState.WAITING
            order by m.seq
            """)
    List<WebhookMessage> take(Collection<String> ids);

    @Query("""
            select m from WebhookMessage m
            where m.state in :states and (:text = '' or m.type like concat(:text, '%') or m.subject = :text)
            order by m.receivedAt desc, m.seq desc
            """)
    Slice<WebhookMessage> newest(Collection<MessageState> states, String text, Pageable page);

    @Query("""
            select count(m) from WebhookMessage m
            where m.state in :states and (:text = '' or m.type like concat(:text, '%') or m.subject = :text)
            """)
    long countNewest(Collection<MessageState> states, String text);

    @Query("select max(m.receivedAt) from WebhookMessage m")
    Optional<Instant> lastReceived();

    long countByStateIn(Collection<MessageState> states);

    @Modifying
    @Transactional
    @Query("""
            update WebhookMessage m
            set m.state = dev.lockstep.account.webhook.MessageState.WAITING, m.nextAttemptAt = :now, m.settledAt = null,
                m.attempts = 0
            where m.id = :id
            """)
    int again(String id, Instant now);

    /** Makes due now what waits for later than this. */
    @Modifying
    @Transactional
    @Query("""
            update WebhookMessage m set m.nextAttemptAt = :now
            where m.state = dev.lockstep.account.webhook.MessageState.WAITING and m.nextAttemptAt > :latest
            """)
    int bringBack(Instant now, Instant latest);

    @Modifying
    @Query("""
            delete from WebhookMessage m
            where m.receivedAt < :before and m.state = dev.lockstep.account.webhook.MessageState.APPLIED
            """)
    int deleteAppliedBefore(Instant before);
}
