package dev.lockstep.convex.deployment;

import java.util.Locale;

/** What a deployment is for. */
public enum DeploymentType {
    DEV,
    PROD,
    PREVIEW,
    CUSTOM;

    /** As Convex writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A type that is newer than this program is a custom one to it. */
    public static DeploymentType of(String word) {
        for (DeploymentType type : values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        return CUSTOM;
    }
}
