package dev.lockstep.project.server;

import dev.lockstep.project.server.DevServer.Mode;
import dev.lockstep.project.server.DevServer.Phase;
import dev.lockstep.project.server.DevServer.Status;
import dev.lockstep.sandbox.process.SandboxKind;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row behind a {@link DevServer}. */
@Entity
@Table(name = "dev_server")
class DevServerEntity {

    @Id
    @Column(name = "project_id")
    UUID projectId;

    @Enumerated(EnumType.STRING)
    SandboxKind sandbox;

    @Enumerated(EnumType.STRING)
    Mode mode;

    @Enumerated(EnumType.STRING)
    Status status;

    @Enumerated(EnumType.STRING)
    @Nullable
    Phase phase;

    int run;

    String host;

    @Nullable
    String handle;

    @Column(name = "started_by")
    String startedBy;

    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "ready_at")
    @Nullable
    Instant readyAt;

    int pushes;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    @Nullable
    String outcome;

    @Nullable
    String error;

    @Version
    int version;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected DevServerEntity() {}

    DevServerEntity(UUID project) {
        this.projectId = project;
        this.status = Status.STOPPED;
    }

    /** Whether there is something to stop. */
    boolean isUp() {
        return run > 0 && shown().isUp();
    }

    void begin(SandboxKind kind, Mode how, String node, String person, Instant now) {
        run++;
        sandbox = kind;
        mode = how;
        status = Status.STARTING;
        phase = Phase.FILES;
        host = node;
        handle = null;
        startedBy = person;
        startedAt = now;
        readyAt = null;
        pushes = 0;
        endedAt = null;
        outcome = null;
        error = null;
    }

    void end(Status how, String sentence, Instant now) {
        status = how;
        phase = null;
        handle = null;
        endedAt = now;
        outcome = cut(sentence, 1000);
    }

    void fail(String lines) {
        error = cut(lines, 4000);
    }

    DevServer shown() {
        return new DevServer(
                status,
                mode,
                sandbox,
                Optional.ofNullable(phase),
                Optional.of(startedAt),
                Optional.ofNullable(readyAt),
                pushes,
                Optional.ofNullable(endedAt),
                Optional.ofNullable(outcome),
                Optional.ofNullable(error));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
