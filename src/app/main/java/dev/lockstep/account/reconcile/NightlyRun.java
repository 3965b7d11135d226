package dev.lockstep.account.reconcile;

import dev.lockstep.account.reconcile.finding.FindingStore;
import dev.lockstep.audit.AuditEntry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The run that nobody asks for; it also forgets what is older than thirty days. */
@Component
class NightlyRun {

    private static final Logger LOG = LoggerFactory.getLogger(NightlyRun.class);
    private static final Duration KEPT = Duration.ofDays(30);

    private final NewRuns newRuns;
    private final FindingStore findings;
    private final ReconciliationProperties properties;
    private final Clock clock;

    NightlyRun(NewRuns newRuns, FindingStore findings, ReconciliationProperties properties, Clock clock) {
        this.newRuns = newRuns;
        this.findings = findings;
        this.properties = properties;
        this.clock = clock;
    }

    /** Empty when a run is under way, which then is the nightly one. */
    Optional<UUID> start() {
        findings.forgetBefore(clock.instant().minus(KEPT));
        try {
            return Optional.of(newRuns.add(properties.mode(), AuditEntry.SYSTEM));
        } catch (UnderWayProblem problem) {
            LOG.info("The nightly reconciliation is left out: one is under way");
            return Optional.empty();
        }
    }
}
