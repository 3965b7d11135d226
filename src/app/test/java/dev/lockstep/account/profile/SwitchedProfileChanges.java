package dev.lockstep.account.profile;

import dev.lockstep.account.simulation.Rule;
import dev.lockstep.account.simulation.Rules;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Changes;
import java.util.Set;

/** Can forget what is on its way to Clerk. Carries no stereotype, so that only the simulation finds it. */
public class SwitchedProfileChanges extends ProfileChanges {

    private final Rules rules;

    public SwitchedProfileChanges(Changes outgoing, Rules rules) {
        super(outgoing);
        this.rules = rules;
    }

    @Override
    public Set<String> underWay(PersonId user) {
        return rules.hold(Rule.OWN_CHANGES_FIRST) ? super.underWay(user) : Set.of();
    }
}
