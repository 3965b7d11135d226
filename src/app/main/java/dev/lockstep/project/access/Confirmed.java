package dev.lockstep.project.access;

/** Whether the person said that they mean production. What changes a production deployment is refused otherwise. */
public enum Confirmed {
    NO,
    PRODUCTION
}
