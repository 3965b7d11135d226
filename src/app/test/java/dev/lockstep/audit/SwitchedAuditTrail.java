package dev.lockstep.audit;

import dev.lockstep.account.simulation.Rule;
import dev.lockstep.account.simulation.Rules;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Can forget to write down. Carries no stereotype, so that only the simulation finds it. */
public class SwitchedAuditTrail extends AuditTrail {

    private final Rules rules;

    public SwitchedAuditTrail(JdbcClient jdbc, Clock clock, Rules rules) {
        super(jdbc, clock);
        this.rules = rules;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(AuditEntry entry) {
        if (rules.hold(Rule.AUDIT)) {
            super.add(entry);
        }
    }
}
