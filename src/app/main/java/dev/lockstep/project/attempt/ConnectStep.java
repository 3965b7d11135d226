package dev.lockstep.project.attempt;

import java.util.List;

/** What is done on the way to a connection, in this order. */
public enum ConnectStep {
    /** The person agrees on Convex's page. */
    AUTHORIZE,
    /** The code that came back becomes a token. */
    EXCHANGE,
    /** Which project, or a new one. */
    CHOOSE,
    /** The project is made, or looked at. */
    PROJECT,
    /** Its deployment for development is found or made. */
    DEPLOYMENT,
    /** A key to it. */
    KEY,
    /** The key opens it. */
    VERIFY;

    /** Those that Lockstep does by itself, one after the other. */
    public static final List<ConnectStep> PROVISIONING = List.of(PROJECT, DEPLOYMENT, KEY, VERIFY);
}
