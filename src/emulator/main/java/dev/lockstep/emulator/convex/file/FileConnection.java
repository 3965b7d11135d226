package dev.lockstep.emulator.convex.file;

import dev.lockstep.core.ClosedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A connection to a deployment's file, made anew once H2 has closed the file under it, as it does when a write fails: so
 * that after a full disk all goes on when there is room. Not thread-safe.
 */
public final class FileConnection implements AutoCloseable {

    private final String url;
    private final boolean autoCommit;
    private Connection connection;
    private boolean lost;

    FileConnection(String url, boolean autoCommit) throws SQLException {
        this.url = url;
        this.autoCommit = autoCommit;
        this.connection = open();
    }

    private Connection open() throws SQLException {
        Connection opened = DriverManager.getConnection(url, "sa", "");
        opened.setAutoCommit(autoCommit);
        return opened;
    }

    public Connection get() throws SQLException {
        if (lost) {
            connection.close();
            connection = open();
            lost = false;
        }
        return connection;
    }

    /** What a failing statement becomes; afterwards the connection is another one where H2 has closed the file. */
    public IllegalStateException broken(SQLException e) {
        lost |= ClosedDatabase.isClosedBy(e);
        return DeploymentFile.broken(e);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
