package dev.lockstep.account.reconcile;

import dev.lockstep.account.drift.ComparedField;
import dev.lockstep.account.drift.Place;
import dev.lockstep.account.profile.ClerkNews;
import dev.lockstep.account.reconcile.finding.Finding;
import dev.lockstep.account.reconcile.finding.Finding.Outcome;
import dev.lockstep.account.reconcile.finding.FindingStore;
import dev.lockstep.account.reconcile.side.Sides;
import dev.lockstep.account.reconcile.side.States;
import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Deliveries;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts people right: each with what Clerk says of them now, in a transaction of their own, which changes the row here,
 * records what Convex shall hear and leaves a trace in the trail. A repeat does no harm.
 */
@Component
class Repairs {

    private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);
    private static final int LONGEST_ID = 64;

    private final ClerkNews news;
    private final FindingStore findings;
    private final RunStore runs;
    private final AuditTrail trail;
    private final Deliveries deliveries;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Repairs(
            ClerkNews news,
            FindingStore findings,
            RunStore runs,
            AuditTrail trail,
            Deliveries deliveries,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.news = news;
        this.findings = findings;
        this.runs = runs;
        this.trail = trail;
        this.deliveries = deliveries;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** @param by whom the trail names */
    void repair(List<Finding> some, String by, Sides sides) {
        Map<String, ClerkUser> users =
                sides.clerk().byIds(some.stream().map(Finding::person).toList());
        Map<String, ConvexValue.Obj> convex = sides.convex()
                .byIds(some.stream()
                        .filter(Repairs::lacksInterests)
                        .map(Finding::person)
                        .toList());
        for (Finding finding : some) {
            Optional<ClerkUser> user = Optional.ofNullable(users.get(finding.person()));
            // Before somebody is deleted, Clerk is asked for this one person: its own 404 alone counts.
            Optional<ClerkUser> now = user.isPresent() || finding.kind() != Finding.Kind.EXTRA
                    ? user
                    : sides.clerk().find(finding.person());
            repair(
                    finding,
                    now,
                    Optional.ofNullable(convex.get(finding.person())).map(States::interests),
                    by);
        }
        deliveries.nudge();
    }

    private static boolean lacksInterests(Finding finding) {
        boolean unknownHere =
                finding.kind() == Finding.Kind.MISSING && finding.places().contains(Place.HERE);
        return unknownHere || finding.fields().stream().anyMatch(field -> field.field() == ComparedField.INTERESTS);
    }

    private void repair(Finding finding, Optional<ClerkUser> user, Optional<List<String>> interests, String by) {
        try {
            transaction.executeWithoutResult(status -> {
                Outcome outcome = apply(finding, user, interests);
                boolean done = outcome != Outcome.GONE && outcome != Outcome.FAILED;
                if (!done) {
                    findings.notRepaired(finding.id(), outcome);
                } else if (findings.repaired(finding.id(), outcome, clock.instant())) {
                    runs.repairedOne(finding.run());
                    trail.add(entry(finding, outcome, by));
                }
            });
        } catch (RuntimeException e) {
            LOG.warn("Could not be put right person={} finding={}", finding.person(), finding.id(), e);
            transaction.executeWithoutResult(status -> findings.notRepaired(finding.id(), Outcome.FAILED));
        }
    }

    private Outcome apply(Finding finding, Optional<ClerkUser> user, Optional<List<String>> interests) {
        return switch (finding.kind()) {
            case MISSING, DIFFERENT ->
                user.map(known -> outcome(news.correct(known, interests))).orElse(Outcome.GONE);
            case EXTRA -> user.isPresent() ? Outcome.BACK : outcome(news.gone(new PersonId(finding.person())));
            case BURIED -> Outcome.FAILED;
        };
    }

    private static Outcome outcome(ClerkNews.Effect effect) {
        return switch (effect) {
            case CREATED -> Outcome.CREATED;
            case UPDATED -> Outcome.CORRECTED;
            case DELETED, OF_DELETED -> Outcome.DELETED;
            case LATE, KNOWN, SIGNED_OUT, NOT_KEPT -> Outcome.OVERTAKEN;
        };
    }

    private static AuditEntry entry(Finding finding, Outcome outcome, String by) {
        String detail = outcome + ": " + finding.summary();
        return finding.person().length() > LONGEST_ID
                ? AuditEntry.general(by, "reconciliation.repaired", finding.person() + " " + detail)
                : AuditEntry.about(by, "reconciliation.repaired", new PersonId(finding.person()), detail);
    }
}
