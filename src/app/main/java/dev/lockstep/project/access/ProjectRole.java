package dev.lockstep.project.access;

/** What a member may do with a project; each may what the one after it may. */
public enum ProjectRole {
    /** Connects and disconnects, archives, decides who is a member. */
    OWNER,
    /** Changes code and variables, runs the dev server, renames. */
    EDITOR,
    /** Looks on. Never sees values of variables. */
    VIEWER;

    public boolean may(ProjectRole needed) {
        return compareTo(needed) <= 0;
    }
}
