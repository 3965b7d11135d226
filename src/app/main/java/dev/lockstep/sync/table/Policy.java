package dev.lockstep.sync.table;

/** Who is right when two devices changed a record and neither had seen the other's change. The functions decide it. */
public enum Policy {
    /** Whoever pushes last; an edit that was under way brings a deleted record back. */
    CLIENT_WINS,
    /** Field by field, the later edit; a deletion wins over edits made at the same time. */
    LAST_MODIFIED_WINS,
    /** Nobody: records are only added. */
    APPEND_ONLY,
    /** Devices only read. */
    SERVER_WINS;

    /** Whether devices may add records. */
    public boolean allowsAdding() {
        return this != SERVER_WINS;
    }

    /** Whether devices may change and delete records. */
    public boolean allowsChanging() {
        return this == CLIENT_WINS || this == LAST_MODIFIED_WINS;
    }
}
