package dev.lockstep.core;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * Tells when H2 has closed a database because a write failed, on a full disk for example. Its connections look valid and
 * fail for ever; a new one opens the file again. For a pool: throws those connections away, so that all goes on by itself
 * when there is room. Says nothing of other databases.
 */
public final class ClosedDatabase implements SQLExceptionOverride {

    private static final int GENERAL_ERROR = 50000;
    private static final Set<Integer> CLOSED = Set.of(90098, 90121);

    @java.lang.Override
    public Override adjudicate(SQLException e) {
        return isClosedBy(e) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }

    /** Whether the connection that answered so is of no use any more. */
    public static boolean isClosedBy(SQLException e) {
        boolean writing = e.getErrorCode() == GENERAL_ERROR
                && e.getCause() != null
                && e.getCause().getClass().getName().equals("org.h2.mvstore.MVStoreException");
        return writing || CLOSED.contains(e.getErrorCode());
    }
}
