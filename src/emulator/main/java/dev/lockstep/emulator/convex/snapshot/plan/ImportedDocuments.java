package dev.lockstep.emulator.convex.snapshot.plan;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.schema.TableNames;
import dev.lockstep.emulator.convex.snapshot.rows.ImportProblem;
import dev.lockstep.emulator.convex.snapshot.rows.Row;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Reload;
import dev.lockstep.emulator.convex.store.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The documents of a plan, checked against the schema and complete with ids and times of creation: those they bring, or
 * new ones. Used by one thread.
 */
public final class ImportedDocuments {

    private final ImportPlan plan;
    private final ImportedFiles files;
    private final RandomGenerator random;
    private final Map<Long, String> names = new HashMap<>();
    private final Map<String, List<Document>> documents = new HashMap<>();
    private double creationTime;

    /**
     * @param files the stored files of the import
     * @param creationTime of the first document that brings none
     * @throws ImportProblem naming table, line and field of what may not be
     */
    public ImportedDocuments(ImportPlan plan, ImportedFiles files, RandomGenerator random, double creationTime) {
        this.plan = plan;
        this.files = files;
        this.random = random;
        this.creationTime = creationTime;
        plan.numbers().all().forEach((table, number) -> names.put(number, table));
        plan.tables().forEach(table -> documents.put(table.stored(), read(table)));
    }

    public long size() {
        return documents.values().stream().mapToLong(List::size).sum();
    }

    /**
     * The exchange that brings them into a snapshot with the plan's tables.
     *
     * @throws ImportProblem when there are documents meanwhile that may not be
     */
    public Reload reload(Snapshot latest) {
        plan.checkEmpty(latest);
        var contents = new ArrayList<Reload.Content>();
        var dropped = new HashSet<String>();
        for (ImportedTable table : plan.tables()) {
            List<Document> all = documents.get(table.stored());
            if (plan.request().mode() == ImportMode.APPEND) {
                all = appended(table, all, latest);
            }
            contents.add(new Reload.Content(table.stored(), plan.numbers().of(table.stored()), all));
        }
        var without = new HashSet<>(plan.emptied(latest));
        without.addAll(plan.numbers().moved());
        for (String table : without) {
            if (plan.isDeclared(table)) {
                contents.add(new Reload.Content(table, plan.numbers().of(table), List.of()));
            } else {
                dropped.add(table);
            }
        }
        files.addresses(contents, latest, random).ifPresent(contents::add);
        return new Reload(contents, dropped);
    }

    private static List<Document> appended(ImportedTable table, List<Document> added, Snapshot latest) {
        for (Document document : added) {
            if (latest.document(document.id()).isPresent()) {
                throw new ImportProblem("table \"" + table.title() + "\" already has a document with the _id "
                        + document.id() + ". Import without _id, or with --replace");
            }
        }
        var all = new ArrayList<>(latest.documents(table.stored()));
        all.addAll(added);
        return all;
    }

    private List<Document> read(ImportedTable table) {
        long number = plan.numbers().of(table.stored());
        TableNames tables = own(table.component());
        var seen = new HashSet<DocumentId>();
        var read = new ArrayList<Document>(table.rows().size());
        for (Row row : table.rows()) {
            DocumentId id = table.id(row).orElseGet(() -> DocumentId.mint(number, random));
            double time = table.creationTime(row).orElseGet(this::nextTime);
            if (!seen.add(id)) {
                throw table.problem(row, "the _id " + id + " stands twice");
            }
            Obj value = table.isStorage() ? files.row(table, row, id) : value(table, row, tables);
            Document document = Document.of(id, time, value);
            if (document.size() > Document.MAX_BYTES) {
                throw table.problem(
                        row,
                        "the document is too large (" + document.size() + " bytes > maximum size " + Document.MAX_BYTES
                                + " bytes)");
            }
            read.add(document);
        }
        return read;
    }

    private Obj value(ImportedTable table, Row row, TableNames tables) {
        Obj value = row.value().without("_id").without("_creationTime");
        for (String field : value.fields().keySet()) {
            if (field.startsWith("_")) {
                throw table.problem(
                        row,
                        "the field \"" + field + "\" starts with an underscore, which only _id and _creationTime may");
            }
        }
        Optional<String> problem = plan.schema(table.component()).problem(table.name(), value, tables);
        problem.ifPresent(text -> {
            throw table.problem(row, "the document does not match the schema: " + text);
        });
        return value;
    }

    private double nextTime() {
        double time = creationTime;
        creationTime = Math.nextUp(creationTime);
        return time;
    }

    private TableNames own(ComponentPath component) {
        return text -> DocumentId.parse(text)
                .flatMap(id -> Optional.ofNullable(names.get(id.table())))
                .filter(component::owns)
                .map(component::own);
    }
}
