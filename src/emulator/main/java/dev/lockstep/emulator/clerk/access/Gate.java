package dev.lockstep.emulator.clerk.access;

import dev.lockstep.emulator.clerk.pages.Admission;
import dev.lockstep.emulator.clerk.store.Setting;

/** Keeps out whom the lists and the restrictions keep out. */
final class Gate implements Admission {

    private final Setting<Restrictions> restrictions;
    private final IdentifierList allowed;
    private final IdentifierList blocked;

    Gate(Setting<Restrictions> restrictions, IdentifierList allowed, IdentifierList blocked) {
        this.restrictions = restrictions;
        this.allowed = allowed;
        this.blocked = blocked;
    }

    @Override
    public boolean admits(String email, Visitor visitor) {
        Restrictions now = restrictions.get();
        boolean fresh = visitor == Visitor.NEW;
        if (fresh && now.blocksSubaddresses() && email.contains("+")) {
            return false;
        }
        if (!fresh && now.signUpOnly()) {
            return true;
        }
        return !(now.blocklist() && blocked.covers(email)) && (!now.allowlist() || allowed.covers(email));
    }
}
