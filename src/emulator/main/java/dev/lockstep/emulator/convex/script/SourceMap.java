package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A source map, version 3: which place of which source a place of the bundle came from. */
final class SourceMap {

    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /** All zero-based. */
    private record Segment(int column, int source, int sourceLine, int sourceColumn) {}

    private final List<String> sources = new ArrayList<>();
    private final List<List<Segment>> lines = new ArrayList<>();

    private SourceMap() {}

    /** An unreadable map is an empty one: a stack trace must not fail. */
    static SourceMap parse(String json) {
        var map = new SourceMap();
        try {
            JsonNode root = WireJson.parse(json);
            root.path("sources").forEach(source -> map.sources.add(source.asString("")));
            map.read(root.path("mappings").asString(""));
        } catch (Refusal e) {
            map.lines.clear();
        }
        return map;
    }

    /** {@code ../convex/messages.ts:10:4} for a one-based line and column. */
    Optional<String> original(int line, int column) {
        if (line < 1 || line > lines.size()) {
            return Optional.empty();
        }
        Segment best = null;
        for (Segment segment : lines.get(line - 1)) {
            if (segment.column <= column - 1 && segment.source >= 0 && segment.source < sources.size()) {
                best = segment;
            }
        }
        return Optional.ofNullable(best)
                .map(found ->
                        sources.get(found.source) + ":" + (found.sourceLine + 1) + ":" + (found.sourceColumn + 1));
    }

    private void read(String mappings) {
        int[] absolute = new int[5];
        for (String line : mappings.split(";", -1)) {
            var segments = new ArrayList<Segment>();
            absolute[0] = 0;
            for (String segment : line.split(",")) {
                if (!segment.isEmpty()) {
                    int count = add(segment, absolute);
                    segments.add(new Segment(absolute[0], count >= 4 ? absolute[1] : -1, absolute[2], absolute[3]));
                }
            }
            lines.add(segments);
        }
    }

    /** Adds a segment's base-64 variable-length differences to the running values; how many there were. */
    private static int add(String segment, int[] absolute) {
        int field = 0;
        int value = 0;
        int shift = 0;
        for (int i = 0; i < segment.length() && field < absolute.length; i++) {
            int digit = DIGITS.indexOf(segment.charAt(i));
            value |= (digit & 31) << shift;
            shift += 5;
            if ((digit & 32) == 0) {
                absolute[field++] += (value & 1) == 1 ? -(value >>> 1) : value >>> 1;
                value = 0;
                shift = 0;
            }
        }
        return field;
    }
}
