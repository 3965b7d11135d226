package dev.lockstep.account.person;

import dev.lockstep.outbox.change.SystemId;

/** The systems that know of people besides this installation. */
public final class Systems {

    public static final SystemId CLERK = new SystemId("Clerk");
    public static final SystemId CONVEX = new SystemId("Convex");

    private Systems() {}
}
