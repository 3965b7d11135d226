package dev.lockstep.project.connect;

/**
 * Where an attempt is.
 *
 * <pre>
 *   AUTHORIZING ──code came back──▶ EXCHANGING ──token──▶ SELECTING ──choice──▶ PROVISIONING ──▶ CONNECTED
 *        │ 10 min                        │                    │                     │  ▲
 *        ▼                               ▼                    ▼                     ▼  │ again
 *     EXPIRED                          FAILED             CANCELLED               FAILED
 * </pre>
 *
 * CANCELLED is reached from every state before CONNECTED. A team that is authorised already begins at SELECTING.
 */
public enum AttemptStatus {
    AUTHORIZING,
    EXCHANGING,
    SELECTING,
    PROVISIONING,
    CONNECTED,
    FAILED,
    CANCELLED,
    EXPIRED;

    /** Whether something is still to come of it. */
    public boolean isUnderWay() {
        return this == AUTHORIZING || this == EXCHANGING || this == SELECTING || this == PROVISIONING;
    }
}
