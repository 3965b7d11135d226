package dev.lockstep.account;

import dev.lockstep.core.PersonId;

/** Somebody who was deleted in Clerk wants in; a sign-in that was under way meanwhile, for example. */
public final class AccountDeleted extends RuntimeException {

    private static final long serialVersionUID = 1;

    AccountDeleted(PersonId user) {
        super("The account of " + user + " has been deleted");
    }
}
