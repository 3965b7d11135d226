package dev.lockstep.project.connect;

import dev.lockstep.project.attempt.ConnectStep;
import dev.lockstep.project.attempt.StepState;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The row behind a {@link StepState}. */
@Entity
@Table(name = "connection_step")
class StepEntity {

    /** One step of one attempt. */
    @Embeddable
    record Key(
            @Column(name = "attempt_id") UUID attempt,
            @Enumerated(EnumType.STRING) ConnectStep step) implements Serializable {}

    @EmbeddedId
    private Key key;

    @Enumerated(EnumType.STRING)
    private StepState.Progress state;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "took_ms")
    private long tookMillis;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected StepEntity() {}

    StepEntity(Key key, Instant now) {
        this.key = key;
        begin(now);
    }

    final void begin(Instant now) {
        state = StepState.Progress.RUNNING;
        startedAt = now;
        tookMillis = 0;
    }

    void end(StepState.Progress how, Instant now) {
        state = how;
        tookMillis = Duration.between(startedAt, now).toMillis();
    }

    StepState state() {
        return new StepState(key.step(), state, startedAt, Duration.ofMillis(tookMillis));
    }
}
