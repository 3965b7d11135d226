package dev.lockstep.emulator.convex.snapshot.plan;

import dev.lockstep.convex.value.ConvexValue.Text;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.TableName;
import dev.lockstep.emulator.convex.snapshot.rows.ImportProblem;
import dev.lockstep.emulator.convex.snapshot.rows.Row;
import dev.lockstep.emulator.convex.snapshot.rows.RowFormat;
import dev.lockstep.emulator.convex.store.DocumentStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What a file to be imported holds: documents by table, the numbers that an archive gives its tables, and where in the
 * archive the stored files are.
 *
 * @param tables by stored name
 * @param numbers by stored name, of tables with and without documents
 * @param files names of entries, by the id of the stored file
 */
public record SnapshotFile(Map<String, ImportedTable> tables, Map<String, Long> numbers, Map<String, String> files) {

    public static final String DOCUMENTS = "documents.jsonl";
    public static final String GENERATED_SCHEMA = "generated_schema.jsonl";
    public static final String TABLES = "_tables";
    public static final String COMPONENTS = "_components/";

    private static final Pattern ENTRY = Pattern.compile("((?:_components/[^/]+/)*)([^/]+)/([^/]+)");

    /** What is said of a table whose documents tell all types themselves. */
    public static final String UNIFORM = "\"uniform\"";

    private static final int SHAPE_LIMIT = 1 << 20;

    /** In these the types are told beside the documents; we only read those that are told in them. */
    private static final Pattern TYPED_BESIDE = Pattern.compile("\\b(int64|bytes|float64)\\b");

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

    private SnapshotFile() {
        this(new LinkedHashMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    /** @throws ImportProblem naming the table and line of what cannot be read */
    public static SnapshotFile read(Path file, ImportRequest request) throws IOException {
        var read = new SnapshotFile();
        if (request.format().rows().isEmpty()) {
            try (ZipFile zip = new ZipFile(file.toFile())) {
                for (var entry : zip.stream().toList()) {
                    read.entry(entry, zip, request.component());
                }
                if (read.tables.isEmpty()) {
                    throw new ImportProblem("the archive holds no <table>/" + DOCUMENTS + ". Pack the tables' folders "
                            + "themselves, not a folder around them");
                }
            } catch (ZipException e) {
                throw new ImportProblem("the file is not a ZIP archive: " + e.getMessage());
            }
        } else {
            ImportedTable table =
                    read.table(request.component(), request.table().orElseThrow());
            try (InputStream in = Files.newInputStream(file)) {
                rows(table, request.format().rows().get(), in);
            }
        }
        return read;
    }

    /** How many documents there are. */
    public long size() {
        return tables.values().stream().mapToLong(table -> table.rows().size()).sum();
    }

    private ImportedTable table(ComponentPath component, String name) {
        return tables.computeIfAbsent(component.stored(name), stored -> new ImportedTable(component, name));
    }

    private void entry(ZipEntry entry, ZipFile zip, ComponentPath base) throws IOException {
        Matcher path = ENTRY.matcher(entry.getName());
        if (!path.matches()) {
            return;
        }
        ComponentPath component = component(base, path.group(1));
        String name = path.group(2);
        String last = path.group(3);
        boolean isStorage = name.equals(DocumentStore.STORAGE);
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
            if (name.equals(TABLES)) {
                if (last.equals(DOCUMENTS)) {
                    RowFormat.JSON_LINES.read(in, row -> number(component, row));
                }
            } else if (last.equals(DOCUMENTS) && (isStorage || !name.startsWith("_"))) {
                if (!isStorage) {
                    TableName.problem(name).ifPresent(problem -> {
                        throw new ImportProblem(problem);
                    });
                }
                rows(table(component, name), format(entry, zip), in);
            } else if (isStorage) {
                table(component, name);
                int dot = last.indexOf('.');
                files.put(dot < 0 ? last : last.substring(0, dot), entry.getName());
            }
        }
    }

    private static ComponentPath component(ComponentPath base, String folders) {
        ComponentPath component = base;
        for (String folder : folders.split("/", -1)) {
            if (!folder.isEmpty() && !(folder + "/").equals(COMPONENTS)) {
                component = component.child(folder);
            }
        }
        return component;
    }

    private void number(ComponentPath component, Row row) {
        row.value()
                .number("id")
                .ifPresent(number -> row.value()
                        .field("name")
                        .filter(Text.class::isInstance)
                        .ifPresent(name -> numbers.put(component.stored(((Text) name).value()), number.longValue())));
    }

    /** How the documents of an entry are written, which the entry beside it tells. */
    private static RowFormat format(ZipEntry documents, ZipFile zip) throws IOException {
        String name = documents.getName().replace(DOCUMENTS, GENERATED_SCHEMA);
        ZipEntry schema = zip.getEntry(name);
        if (schema == null) {
            return RowFormat.JSON_LINES;
        }
        String shape;
        try (InputStream in = zip.getInputStream(schema)) {
            shape = new String(in.readNBytes(SHAPE_LIMIT), StandardCharsets.UTF_8);
        }
        if (shape.strip().equals(UNIFORM)) {
            return RowFormat.EXPORTED_LINES;
        }
        if (TYPED_BESIDE.matcher(QUOTED.matcher(unquoted(shape)).replaceAll("")).find()) {
            throw new ImportProblem(name + " tells types that the documents do not: the archive is of an older kind "
                    + "than the emulator reads. Export it again, or take this entry out to import int64 and bytes as "
                    + "texts");
        }
        return RowFormat.JSON_LINES;
    }

    /** The first line is a JSON text that holds the shape of the table's documents. */
    private static String unquoted(String shape) {
        String line = shape.lines().findFirst().orElse("").strip();
        return line.length() < 2 || !line.startsWith("\"")
                ? line
                : line.substring(1, line.length() - 1).replace("\\\"", "\"");
    }

    private static void rows(ImportedTable table, RowFormat format, InputStream in) throws IOException {
        try {
            format.read(in, table.rows()::add);
        } catch (ImportProblem e) {
            throw e.in("table \"" + table.title() + "\"");
        }
    }
}
