package dev.lockstep.emulator.convex.snapshot.plan;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.snapshot.rows.ImportProblem;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Snapshot;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What an import would do to a deployment: which tables get which documents, and which are emptied or go. Made on one
 * snapshot, and good for a later one with the same tables. Pure.
 */
public final class ImportPlan {

    private final SnapshotFile file;
    private final ImportRequest request;
    private final Map<ComponentPath, AppSchema> schemas;
    private final Snapshot before;
    private final TableNumbers numbers;

    /** @throws ImportProblem when the file does not fit the deployment */
    public ImportPlan(
            SnapshotFile file, ImportRequest request, Map<ComponentPath, AppSchema> schemas, Snapshot before) {
        this.file = file;
        this.request = request;
        this.schemas = schemas;
        this.before = before;
        file.tables().values().forEach(table -> checkComponent(table.component()));
        checkComponent(request.component());
        checkEmpty(before);
        this.numbers = new TableNumbers(
                file,
                before,
                table -> isData(table) && (before.count(table) == 0 || goes(table)),
                table -> request.mode() == ImportMode.APPEND && before.count(table) > 0);
    }

    Collection<ImportedTable> tables() {
        return file.tables().values();
    }

    TableNumbers numbers() {
        return numbers;
    }

    ImportRequest request() {
        return request;
    }

    AppSchema schema(ComponentPath component) {
        return schemas.getOrDefault(component, AppSchema.NONE);
    }

    /** Tables that are not in the file and lose all documents. */
    List<String> emptied(Snapshot snapshot) {
        return snapshot.tables().stream()
                .filter(this::goes)
                .filter(table -> !file.tables().containsKey(table))
                .sorted()
                .toList();
    }

    /** Whether a table that is emptied or moved stays as an empty one: the schema names it. */
    boolean isDeclared(String table) {
        ComponentPath component = ComponentPath.ofStored(table);
        return schema(component).tables().containsKey(component.own(table))
                || component.own(table).startsWith("_");
    }

    /** @throws ImportProblem when there must be no documents and there are */
    void checkEmpty(Snapshot snapshot) {
        if (request.mode() == ImportMode.REQUIRE_EMPTY) {
            for (ImportedTable table : tables()) {
                if (snapshot.count(table.stored()) > 0) {
                    throw new ImportProblem("Table " + table.title() + " already has documents. Please choose a new "
                            + "table name or use replace/append modes.");
                }
            }
        }
    }

    /** Whether another snapshot has the same tables with the same numbers. */
    public boolean fits(Snapshot snapshot) {
        return snapshot.tables().size() == before.tables().size()
                && snapshot.tables().stream()
                        .allMatch(table -> snapshot.tableNumber(table).equals(before.tableNumber(table)));
    }

    /** What would be created and deleted in each table, for somebody to agree to. */
    public ImportSummary summary() {
        var summary = new ImportSummary();
        var titles = new TreeSet<>(file.tables().keySet());
        titles.addAll(emptied(before));
        for (String stored : titles) {
            ImportedTable table = file.tables().get(stored);
            int there = before.count(stored);
            boolean replaced = request.mode() == ImportMode.REPLACE || request.mode() == ImportMode.REPLACE_ALL;
            if (table != null) {
                summary.add(table.title(), table.rows().size(), replaced ? there : 0, there);
            } else {
                ComponentPath component = ComponentPath.ofStored(stored);
                summary.add(new ImportedTable(component, component.own(stored)).title(), 0, there, there);
            }
        }
        return summary;
    }

    /** Stored files that no archive brings stay: one that was exported without them says nothing about them. */
    private boolean goes(String table) {
        String base = request.component().text();
        String path = ComponentPath.ofStored(table).text();
        return request.mode() == ImportMode.REPLACE_ALL
                && isUsers(table)
                && (base.isEmpty() || path.equals(base) || path.startsWith(base + "/"));
    }

    private boolean isUsers(String table) {
        return before.tableNumber(table)
                .map(number -> number >= DocumentId.FIRST_USER_TABLE)
                .orElse(true);
    }

    private boolean isData(String table) {
        return isUsers(table) || ComponentPath.ofStored(table).own(table).equals(DocumentStore.STORAGE);
    }

    private void checkComponent(ComponentPath component) {
        if (!component.isRoot() && !schemas.containsKey(component)) {
            throw new ImportProblem("There is no component \"" + component
                    + "\" in this deployment. Push code that uses it, then import again");
        }
    }
}
