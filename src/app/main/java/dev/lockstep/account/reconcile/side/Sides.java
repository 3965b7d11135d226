package dev.lockstep.account.reconcile.side;

/** The two services, as one step asks them. */
public record Sides(ClerkSide clerk, ConvexSide convex) {}
