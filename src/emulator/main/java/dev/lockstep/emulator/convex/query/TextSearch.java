package dev.lockstep.emulator.convex.query;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValue.Text;
import dev.lockstep.emulator.convex.key.IndexFields;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.schema.TableSchema.SearchIndex;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A search of a text index: documents that hold any of the words, the most relevant first (BM25), the newer first among
 * equals. The last word also matches as a beginning, which is what typing needs.
 *
 * @param table the stored name
 * @param words lower case, at most 16
 * @param equal fields that must have these values; {@code null} for undefined
 */
record TextSearch(String table, String field, List<String> words, Map<String, @Nullable ConvexValue> equal) {

    private static final int MAX_WORDS = 16;
    private static final int MAX_RESULTS = 1024;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** The usual constants of BM25. */
    private static final double SATURATION = 1.2;

    private static final double LENGTH_WEIGHT = 0.75;

    /** A beginning counts less than the whole word. */
    private static final double PREFIX_WEIGHT = 0.5;

    /**
     * Reads the protocol's filters.
     *
     * @throws FunctionError when they do not fit the index
     */
    static TextSearch of(String table, String indexName, SearchIndex index, JsonNode filters) {
        String query = null;
        var equal = new TreeMap<String, @Nullable ConvexValue>();
        for (JsonNode filter : filters) {
            String field = filter.path("fieldPath").asString("");
            if (filter.path("type").asString("").equals("Search")) {
                if (query != null || !field.equals(index.searchField())) {
                    throw new FunctionError("Search query against " + indexName
                            + " must contain exactly one search filter, on the field \"" + index.searchField() + "\".");
                }
                query = filter.path("value").asString("");
            } else if (index.filterFields().contains(field)) {
                equal.put(field, IndexRange.valueOrUndefined(filter.path("value")));
            } else {
                throw new FunctionError("Search query against " + indexName + " contains an equality filter on \""
                        + field + "\" but that field isn't indexed for filtering in `filterFields`.");
            }
        }
        if (query == null) {
            throw new FunctionError("Search query against " + indexName + " does not contain any search filters.");
        }
        List<String> words = words(query);
        return new TextSearch(table, index.searchField(), words.subList(0, Math.min(words.size(), MAX_WORDS)), equal);
    }

    /** @param interval places in the ranking to visit */
    Source source(Transaction transaction, Interval interval) {
        return new Ranked(ranked(transaction), interval);
    }

    private List<Document> ranked(Transaction transaction) {
        if (words.isEmpty()) {
            return List.of();
        }
        var candidates = new ArrayList<Candidate>();
        for (Document document : transaction.documents(table)) {
            Obj value = document.value();
            if (IndexFields.at(value, field) instanceof Text(String text)) {
                candidates.add(new Candidate(document, value, Counts.of(words(text))));
            }
        }
        double meanLength = candidates.stream()
                .mapToInt(one -> one.counts().total())
                .average()
                .orElse(1);
        var weights = words.stream().map(word -> weight(word, candidates)).toList();
        record Scored(Document document, double score) {}
        return candidates.stream()
                .filter(candidate -> equal.entrySet().stream()
                        .allMatch(entry ->
                                OrderedKey.compare(IndexFields.at(candidate.value(), entry.getKey()), entry.getValue())
                                        == 0))
                .map(candidate -> new Scored(candidate.document(), score(candidate.counts(), weights, meanLength)))
                .filter(scored -> scored.score() > 0)
                .sorted(Comparator.comparingDouble(Scored::score)
                        .thenComparingDouble(scored -> scored.document().creationTime())
                        .reversed())
                .limit(MAX_RESULTS)
                .map(Scored::document)
                .toList();
    }

    private double weight(String word, List<Candidate> candidates) {
        long holders = candidates.stream()
                .filter(candidate -> occurrences(candidate.counts(), word) > 0)
                .count();
        return Math.log(1 + (candidates.size() - holders + 0.5) / (holders + 0.5));
    }

    private double score(Counts counts, List<Double> weights, double meanLength) {
        double score = 0;
        for (int i = 0; i < words.size(); i++) {
            double found = occurrences(counts, words.get(i));
            double length = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * counts.total() / meanLength;
            score += weights.get(i) * found * (SATURATION + 1) / (found + SATURATION * length);
        }
        return score;
    }

    private double occurrences(Counts counts, String word) {
        double whole = counts.words().getOrDefault(word, 0);
        return word.equals(words.getLast()) ? whole + PREFIX_WEIGHT * counts.beginningWith(word) : whole;
    }

    private static List<String> words(String text) {
        return BETWEEN_WORDS
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private record Candidate(Document document, Obj value, Counts counts) {}

    private record Counts(Map<String, Integer> words, int total) {

        static Counts of(List<String> words) {
            var counts = new HashMap<String, Integer>();
            words.forEach(word -> counts.merge(word, 1, Integer::sum));
            return new Counts(counts, words.size());
        }

        /** How many longer words begin with this one. */
        int beginningWith(String prefix) {
            int found = 0;
            for (var entry : words.entrySet()) {
                if (entry.getKey().length() > prefix.length() && entry.getKey().startsWith(prefix)) {
                    found += entry.getValue();
                }
            }
            return found;
        }
    }

    /** The ranking as a source: a document's key is its place. */
    private static final class Ranked implements Source {

        private final List<Document> documents;
        private final Interval interval;
        private int place;

        Ranked(List<Document> documents, Interval interval) {
            this.documents = documents;
            this.interval = interval;
            while (place < documents.size() && key(place).compareTo(interval.low()) < 0) {
                place++;
            }
        }

        @Override
        public Optional<Document> next() {
            return place < documents.size() && interval.contains(key(place))
                    ? Optional.of(documents.get(place++))
                    : Optional.empty();
        }

        @Override
        public Interval remaining() {
            return new Interval(key(place), interval.high());
        }

        private static OrderedKey key(int place) {
            return OrderedKey.of(List.of(ConvexValue.number(place)));
        }
    }
}
