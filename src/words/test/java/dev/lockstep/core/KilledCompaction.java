package dev.lockstep.core;

import java.nio.file.Path;
import java.sql.Connection;

/** A process that writes without end, says what it has written, and compacts the file all the time. Made to be killed. */
final class KilledCompaction {

    static final String TEXT = "x".repeat(300);

    private KilledCompaction() {}

    public static void main(String[] args) throws Exception {
        var compaction = new FileCompaction(128 * 1024, 0);
        try (Connection connection = FileCompactionTest.open(Path.of(args[0]))) {
            for (int number = 0; ; number++) {
                FileCompactionTest.write(connection, number);
                System.out.println("acknowledged " + number);
                compaction.run(connection);
            }
        }
    }
}
