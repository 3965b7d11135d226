package dev.lockstep.project.server;

import dev.lockstep.core.PersonId;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.server.DevServer.Mode;
import dev.lockstep.project.server.DevServer.Phase;
import dev.lockstep.project.server.DevServer.Status;
import dev.lockstep.sandbox.process.Exit;
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

/**
 * The row behind a {@link DevServer}. Holds what is wanted and known of its last run; has a method for each event, and each
 * says whether the event counted: what comes of a run that is over changes nothing. The table of all states and events is
 * in {@code DevServerStatesTest}, drawn in {@code docs/projects.md}.
 */
@Entity
@Table(name = "dev_server")
class DevServerEntity {

    private static final int MAX_SENTENCE = 1000;
    private static final int MAX_LINES = 4000;

    @Id
    @Column(name = "project_id")
    private UUID projectId;

    @Enumerated(EnumType.STRING)
    private SandboxKind sandbox;

    @Enumerated(EnumType.STRING)
    private Mode mode;

    @Enumerated(EnumType.STRING)
    private Status status;

    @Enumerated(EnumType.STRING)
    private @Nullable Phase phase;

    /** Counts its starts. */
    private int run;

    private String host;

    private @Nullable String handle;

    @Column(name = "started_by")
    private String startedBy;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "ready_at")
    private @Nullable Instant readyAt;

    private int pushes;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    private @Nullable String outcome;

    private @Nullable String error;

    /** Empty until it is stored: by that alone the mapper knows that of two first rows one must fail. */
    @Version
    private @Nullable Integer version;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected DevServerEntity() {}

    @SuppressWarnings("NullAway") // what only a run has is filled when one begins
    DevServerEntity(UUID project) {
        this.projectId = project;
        this.status = Status.STOPPED;
    }

    ProjectId project() {
        return new ProjectId(projectId);
    }

    /** The number of its last start; 0 when it was never started. */
    int run() {
        return run;
    }

    SandboxKind sandbox() {
        return sandbox;
    }

    Mode mode() {
        return mode;
    }

    /** The node that attends to it, or did last. */
    String host() {
        return host;
    }

    /** With which its process can be found again; empty while there is none. */
    Optional<String> handle() {
        return Optional.ofNullable(handle);
    }

    /** Whether there is something to stop. */
    boolean isUp() {
        return shown().isUp();
    }

    boolean isStopping() {
        return status == Status.STOPPING;
    }

    /** Whether it is up and nobody has asked it to stop. */
    boolean isWanted() {
        return isUp() && !isStopping();
    }

    DevServer shown() {
        if (run == 0) {
            return DevServer.NEVER;
        }
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

    /** A person wants it. Refused while it is up. */
    boolean begin(SandboxKind kind, Mode how, String node, PersonId person, Instant now) {
        if (isUp()) {
            return false;
        }
        run++;
        sandbox = kind;
        mode = how;
        status = Status.STARTING;
        phase = Phase.FILES;
        host = node;
        handle = null;
        startedBy = person.value();
        startedAt = now;
        readyAt = null;
        pushes = 0;
        endedAt = null;
        outcome = null;
        error = null;
        return true;
    }

    /** Its start has come this far. */
    boolean reached(Phase next) {
        if (!isUp()) {
            return false;
        }
        phase = next;
        return true;
    }

    /** The tool runs. */
    boolean launched(String text) {
        if (!isUp()) {
            return false;
        }
        handle = text;
        return true;
    }

    /** A push arrived. One that was taken for lost is there again then. */
    boolean pushed(Instant now) {
        if (!isHeard()) {
            return false;
        }
        spoke(Status.READY);
        readyAt = now;
        pushes++;
        error = null;
        return true;
    }

    /**
     * A push failed; the tool waits for better code.
     *
     * @param lines why; cut to 4,000 characters
     */
    boolean failedToPush(String lines) {
        if (!isHeard()) {
            return false;
        }
        spoke(Status.ERROR);
        error = cut(lines, MAX_LINES);
        return true;
    }

    /** Only a word from it shows that what did not answer is there. */
    private boolean isHeard() {
        return isUp() || status == Status.LOST;
    }

    private void spoke(Status of) {
        status = isStopping() ? Status.STOPPING : of;
        phase = null;
        endedAt = null;
        outcome = null;
    }

    /** Its first push has not arrived in time; who says so ends it. Refused when it is past that. */
    boolean late(String sentence) {
        if (status != Status.STARTING) {
            return false;
        }
        error = cut(sentence, MAX_LINES);
        return true;
    }

    /** A person wants it to end; asking again is asking once. Refused when there is nothing to stop. */
    boolean stopping() {
        if (!isUp()) {
            return false;
        }
        status = Status.STOPPING;
        return true;
    }

    /** Its process has ended. */
    boolean ended(Exit exit, Instant now) {
        return isHeard() && end(after(exit), exit.sentence(), now);
    }

    private Status after(Exit exit) {
        boolean done = mode == Mode.ONCE && exit.isSuccess();
        if (isStopping() || done || (exit instanceof Exit.Stopped && error == null)) {
            return Status.STOPPED;
        }
        return exit instanceof Exit.Lost ? Status.LOST : Status.ERROR;
    }

    /** It could not be started. */
    boolean failedToStart(String sentence, Instant now) {
        if (!isHeard()) {
            return false;
        }
        error = cut(sentence, MAX_LINES);
        return end(isStopping() ? Status.STOPPED : Status.ERROR, sentence, now);
    }

    /** Nobody attends to it on its node, so that nothing is to be waited for. Refused unless it is to stop. */
    boolean stopped(Instant now) {
        return isStopping() && end(Status.STOPPED, "Stopped.", now);
    }

    /** Its process is found nowhere. */
    boolean lost(String sentence, Instant now) {
        return isUp() && end(isStopping() ? Status.STOPPED : Status.LOST, sentence, now);
    }

    /** The node that was asked to stop it does not answer. */
    boolean unanswered(Instant now) {
        return isStopping() && end(Status.LOST, "The machine that it ran on does not answer.", now);
    }

    private boolean end(Status how, String sentence, Instant now) {
        status = how;
        phase = null;
        handle = null;
        endedAt = now;
        outcome = cut(sentence, MAX_SENTENCE);
        return true;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
