package dev.lockstep.emulator.convex.store;

import dev.lockstep.emulator.convex.key.DocumentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whole tables exchanged at once, however many documents they have: what an import does. No limit of functions' writes
 * is for it.
 *
 * @param contents what each of these tables is to hold
 * @param dropped tables that are to be there no more, with all their documents
 */
public record Reload(List<Content> contents, Set<String> dropped) {

    /**
     * All of a table.
     *
     * @param number the table's from now on; the ids of all documents must begin with it
     */
    public record Content(String table, long number, List<Document> documents) {

        public Content {
            documents = List.copyOf(documents);
        }
    }

    public Reload {
        contents = List.copyOf(contents);
        dropped = Set.copyOf(dropped);
    }

    /** By how many bytes the documents grow. */
    long growth(Snapshot before) {
        long after = contents.stream()
                .flatMap(content -> content.documents.stream())
                .mapToLong(Document::size)
                .sum();
        long old = Stream.concat(contents.stream().map(Content::table), dropped.stream())
                .flatMap(table -> before.documents(table).stream())
                .mapToLong(Document::size)
                .sum();
        return after - old;
    }

    /** The same as changes of single documents, at most one for each id. */
    List<Change> changes(Snapshot before) {
        var staying = new HashSet<DocumentId>();
        contents.forEach(content -> content.documents.forEach(document -> staying.add(document.id())));
        var changes = new ArrayList<Change>();
        contents.forEach(content -> leave(content.table, before, staying, changes));
        dropped.forEach(table -> leave(table, before, staying, changes));
        for (Content content : contents) {
            for (Document after : content.documents) {
                Document old = before.document(after.id()).orElse(null);
                if (!after.equals(old)) {
                    changes.add(new Change(content.table, old, after));
                }
            }
        }
        // In order of id the journal writes its pages one after the other.
        changes.sort(Comparator.comparing(Change::id));
        return changes;
    }

    private static void leave(String table, Snapshot before, Set<DocumentId> staying, List<Change> changes) {
        for (Document old : before.documents(table)) {
            if (!staying.contains(old.id())) {
                changes.add(new Change(table, old, null));
            }
        }
    }
}
