package dev.lockstep.emulator.convex.snapshot.plan;

import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.snapshot.rows.ImportProblem;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which number each table has after an import. Ids begin with their table's number, so for documents to keep their ids
 * the table takes the number they begin with; an empty table in the way takes another. Pure.
 */
final class TableNumbers {

    private final Snapshot before;
    private final Predicate<String> emptied;
    private final Map<String, Long> numbers = new TreeMap<>();
    private final Map<Long, ImportedTable> owners = new HashMap<>();
    private final List<String> moved = new ArrayList<>();

    /**
     * @param emptied whether a stored table that is not part of the import is empty after it
     * @param kept whether a stored table that is part of the import keeps documents it has
     */
    TableNumbers(SnapshotFile file, Snapshot before, Predicate<String> emptied, Predicate<String> kept) {
        this.before = before;
        this.emptied = emptied;
        var fresh = new ArrayList<String>();
        for (ImportedTable table : file.tables().values()) {
            OptionalLong wanted = wanted(table, file, kept.test(table.stored()));
            wanted.ifPresentOrElse(number -> take(table, number), () -> fresh.add(table.stored()));
        }
        for (String table : before.tables()) {
            if (!file.tables().containsKey(table)) {
                stay(table, fresh);
            }
        }
        fresh.forEach(table -> numbers.put(table, DocumentStore.freeNumber(table, numbers.values())));
    }

    /** By stored name, of all tables. */
    Map<String, Long> all() {
        return numbers;
    }

    long of(String table) {
        return numbers.get(table);
    }

    /** Tables that are not part of the import and have another number now. */
    List<String> moved() {
        return moved;
    }

    private OptionalLong wanted(ImportedTable table, SnapshotFile file, boolean kept) {
        OptionalLong given = table.number();
        Long old = before.tableNumber(table.stored()).orElse(null);
        if (kept && old != null) {
            if (given.isPresent() && given.getAsLong() != old) {
                throw new ImportProblem(
                        "table \"" + table.title() + "\": its documents bring an _id of another table " + "than \""
                                + table.title() + "\" of this deployment. Import them without _id, or with --replace");
            }
            return OptionalLong.of(old);
        }
        if (given.isPresent()) {
            return given;
        }
        Long declared = file.numbers().get(table.stored());
        if (declared != null && inRange(table, declared)) {
            return OptionalLong.of(declared);
        }
        return old == null ? OptionalLong.empty() : OptionalLong.of(old);
    }

    private static boolean inRange(ImportedTable table, long number) {
        boolean isUsers = number >= DocumentId.FIRST_USER_TABLE;
        return number > 0 && number < 1L << 32 && isUsers != table.isStorage();
    }

    private void take(ImportedTable table, long number) {
        if (!inRange(table, number)) {
            throw new ImportProblem("table \"" + table.title() + "\": its documents bring an _id of a system's table");
        }
        ImportedTable other = owners.put(number, table);
        if (other != null) {
            throw new ImportProblem("the tables \"" + other.title() + "\" and \"" + table.title()
                    + "\" bring an _id of one and the same table");
        }
        numbers.put(table.stored(), number);
    }

    private void stay(String table, List<String> fresh) {
        long number = before.tableNumber(table).orElseThrow();
        ImportedTable owner = owners.get(number);
        if (owner == null) {
            numbers.put(table, number);
        } else if (emptied.test(table)) {
            moved.add(table);
            fresh.add(table);
        } else {
            throw new ImportProblem("table \"" + owner.title() + "\": its documents bring an _id of table \"" + table
                    + "\" of this deployment. Import them without _id, or with --replace-all");
        }
    }
}
