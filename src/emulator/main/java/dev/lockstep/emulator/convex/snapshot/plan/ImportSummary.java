package dev.lockstep.emulator.convex.snapshot.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table that is shown before an import: a row for each table of the deployment. */
public final class ImportSummary {

    private static final String BACKGROUND = "Once the import has started, it will run in the background.\n"
            + "Interrupting `npx convex import` will not cancel it.";

    private final List<List<String>> rows = new ArrayList<>();
    private boolean destructive;

    ImportSummary() {
        rows.add(List.of("table", "create", "delete"));
    }

    /** A table that is empty before and after is left out. */
    void add(String table, int created, int deleted, int there) {
        if (created == 0 && there == 0) {
            return;
        }
        rows.add(List.of(table, count(created), count(deleted) + " of " + count(there)));
        destructive |= deleted > 0;
    }

    /** Whether documents would go. */
    public boolean isDestructive() {
        return destructive;
    }

    public String text() {
        var text = new StringBuilder("Import change summary:\n");
        for (int i = 0; i < rows.size(); i++) {
            var line = new StringBuilder();
            for (int column = 0; column < 3; column++) {
                line.append(column == 0 ? "" : " ")
                        .append(padded(rows.get(i).get(column), width(column)))
                        .append(" |");
            }
            text.append(line).append('\n');
            if (i == 0) {
                text.append("-".repeat(line.length())).append('\n');
            }
        }
        return text.append(BACKGROUND).toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
