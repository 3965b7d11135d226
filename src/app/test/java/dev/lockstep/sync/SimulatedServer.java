package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.sync.table.Policy;
import dev.lockstep.sync.table.Stamp;
import dev.lockstep.sync.table.SyncedTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the functions promise in {@code docs/sync.md}, for one person, written a second time: {@code SyncAgreementTest} and the
 * functions' own tests hold the real ones against the same. A call is one transaction; commits count from 1.
 */
final class SimulatedServer {

    private static final Duration MOST_AHEAD = Duration.ofMinutes(5);
    private static final int LONGEST_PIECE = 4;
    /** More than any life needs. */
    private static final int MOST_ASKED = 100_000;

    /** Who wrote a field last. */
    private record Mark(String stamp, long revision) {}

    /** What was said to a change, and when. */
    private record Kept(Obj answer, String edit, long commit) {}

    /** One record. */
    private static final class Row {
        private final TreeMap<String, ConvexValue> fields = new TreeMap<>();
        private final Map<String, Mark> clock = new HashMap<>();
        private boolean deleted;
        private long revision;
        private long commit;
        private String stamp = Stamp.NONE.text();
        private long createdAt;
        private long updatedAt;
    }

    private final Map<String, Map<String, Row>> tables = new TreeMap<>();
    private final Map<String, SyncedTable> registered = new TreeMap<>();
    private final Map<String, Kept> answers = new HashMap<>();
    private final Map<String, Long> floors = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final Set<String> forgotten = new HashSet<>();
    private final Set<String> effects = new HashSet<>();
    private long commit;
    private int asked;

    SimulatedServer(List<SyncedTable> tables) {
        tables.forEach(table -> {
            registered.put(table.name(), table);
            this.tables.put(table.name(), new TreeMap<>());
        });
    }

    /** What must not happen and did. */
    List<String> wrong() {
        return wrong;
    }

    /** Values of records that were forgotten long after they were deleted. */
    Set<String> forgotten() {
        return forgotten;
    }

    /** The fields of all records of a table that are not deleted, by id. */
    Map<String, Obj> there(String table) {
        var there = new TreeMap<String, Obj>();
        rows(table).forEach((id, row) -> {
            if (!row.deleted) {
                there.put(id, new Obj(new TreeMap<>(row.fields)));
            }
        });
        return there;
    }

    /** All texts of a table's records, of deleted ones too. */
    Set<String> texts(String table) {
        var texts = new HashSet<String>();
        rows(table).values().forEach(row -> texts.addAll(textsOf(row)));
        return texts;
    }

    private static Set<String> textsOf(Row row) {
        var texts = new HashSet<String>();
        row.fields.values().forEach(value -> {
            if (value instanceof ConvexValue.Text(String text)) {
                texts.add(text);
            }
        });
        return texts;
    }

    private Map<String, Row> rows(String table) {
        return tables.getOrDefault(table, Map.of());
    }

    /** Forgets all deleted records of a table, as crons do with what is older than ninety days. */
    void forget(String table) {
        Map<String, Row> rows = rows(table);
        long floor = rows.values().stream()
                .filter(row -> row.deleted)
                .mapToLong(row -> row.commit)
                .max()
                .orElse(0);
        rows.values().removeIf(row -> {
            if (row.deleted) {
                forgotten.addAll(textsOf(row));
            }
            return row.deleted;
        });
        floors.merge(table, floor, Math::max);
        // Ids of changes are remembered as long as deletions.
        answers.values().removeIf(kept -> {
            if (kept.commit() > floor) {
                return false;
            }
            effects.remove(kept.edit());
            if (kept.answer().fields().get("conflict") instanceof Obj conflict) {
                // Whoever did not hear the answer in ninety days does not hear of this any more.
                conflict.fields().values().forEach(part -> {
                    if (part instanceof Obj lost) {
                        forgotten.addAll(SimulatedDevice.texts(lost));
                    }
                });
            }
            return true;
        });
    }

    Obj changesSince(Obj args) {
        String table = args.text("table").orElseThrow();
        Optional<String> cursor = args.text("cursor");
        long floor = floors.getOrDefault(table, 0L);
        long after = cursor.map(text -> Long.parseLong(text.split("\\.")[0])).orElse(0L);
        long known = cursor.map(text -> Long.parseLong(text.substring(text.indexOf('.') + 1)))
                .orElse(floor);
        if (++asked > MOST_ASKED) {
            throw new IllegalStateException("it reads for ever");
        }
        if (known < floor) {
            return piece(List.of(), Optional.empty(), true, true);
        }
        // One transaction's records are never divided between two pieces.
        List<Map.Entry<String, Row>> newer = rows(table).entrySet().stream()
                .filter(entry -> entry.getValue().commit > after)
                .sorted(Comparator.comparingLong(entry -> entry.getValue().commit))
                .toList();
        if (newer.isEmpty()) {
            return piece(List.of(), cursor(after, known), false, false);
        }
        long last = newer.get(Math.min(LONGEST_PIECE, newer.size()) - 1).getValue().commit;
        List<Map.Entry<String, Row>> given =
                newer.stream().filter(entry -> entry.getValue().commit <= last).toList();
        return piece(
                given.stream()
                        .<ConvexValue>map(entry -> shown(entry.getKey(), entry.getValue()))
                        .toList(),
                cursor(last, known),
                given.size() < newer.size(),
                false);
    }

    /** Who begins anew needs to be told of no deletion that is forgotten by then. */
    private static Optional<String> cursor(long after, long known) {
        if (after == 0 && known == 0) {
            return Optional.empty();
        }
        return Optional.of(known > after ? after + "." + known : Long.toString(after));
    }

    private static Obj piece(List<ConvexValue> rows, Optional<String> cursor, boolean more, boolean reset) {
        return ConvexValue.object("rows", new Array(rows))
                .with("cursor", cursor.<ConvexValue>map(ConvexValue::text).orElse(ConvexValue.NULL))
                .with("more", ConvexValue.bool(more))
                .with("reset", ConvexValue.bool(reset));
    }

    Obj push(Obj args, Instant now) {
        commit++;
        var stopped = new HashSet<String>();
        var said = new ArrayList<ConvexValue>();
        for (ConvexValue item : ((Array) args.fields().get("ops")).items()) {
            Obj op = (Obj) item;
            String record = text(op, "table") + "/" + text(op, "clientId");
            Obj answer = stopped.contains(record) ? answer(op, "blocked", null) : once(op, now);
            if (!answer.text("status").orElseThrow().equals("applied")) {
                stopped.add(record);
            }
            said.add(answer);
        }
        return ConvexValue.object("answers", new Array(said));
    }

    private Obj once(Obj op, Instant now) {
        String id = text(op, "opId");
        Kept known = answers.get(id);
        if (known != null) {
            return known.answer();
        }
        Obj answer = apply(op, now);
        if (answer.text("status").orElseThrow().equals("applied")) {
            answers.put(id, new Kept(answer, edit(op), commit));
        }
        return answer;
    }

    private Obj apply(Obj op, Instant now) {
        SyncedTable table = registered.get(text(op, "table"));
        Map<String, Row> rows = rows(text(op, "table"));
        Row row = rows.get(text(op, "clientId"));
        String stamp = clamped(text(op, "stamp"), now, row == null ? "" : row.stamp);
        String kind = text(op, "kind");
        Obj fields = (Obj) op.fields().get("fields");
        if (row == null) {
            if (kind.equals("delete")) {
                return answer(op, "applied", null);
            }
            boolean whole =
                    table.fields().stream().allMatch(field -> fields.fields().containsKey(field.name()));
            if (kind.equals("restore") || !whole) {
                return answer(op, "refused", null);
            }
            row = new Row();
            row.createdAt = now.toEpochMilli();
            // It may be made again after its deletion was forgotten: whoever knows the deletion must take this for
            // newer.
            long base = op.number("base").orElseThrow().longValue();
            boolean forgetful = base > 0 || floors.getOrDefault(text(op, "table"), 0L) > 0;
            row.revision = forgetful ? Math.max(base, now.toEpochMilli()) : 0;
            rows.put(text(op, "clientId"), row);
            noteEffect(op);
            write(row, fields.fields(), stamp, now);
            return answer(op, "applied", row);
        }
        if (table.policy() == Policy.APPEND_ONLY) {
            boolean same = new Obj(row.fields).equals(fields);
            return answer(op, same ? "applied" : "refused", row);
        }
        return change(op, row, fields, stamp, table.policy() == Policy.CLIENT_WINS, now);
    }

    private Obj change(Obj op, Row row, Obj fields, String stamp, boolean clientWins, Instant now) {
        long base = op.number("base").orElseThrow().longValue();
        boolean seenAll = base == row.revision;
        var set = new TreeMap<String, ConvexValue>();
        var lostHere = new TreeMap<String, ConvexValue>();
        var lostThere = new TreeMap<String, ConvexValue>();
        if (text(op, "kind").equals("delete")) {
            if (!row.deleted) {
                set.put("deletedAt", ConvexValue.TRUE);
                if (row.clock.values().stream().anyMatch(mark -> unseen(mark, base, stamp))) {
                    lostHere.putAll(row.fields);
                }
            }
            return written(op, row, set, lostHere, lostThere, stamp, now);
        }
        if (row.deleted) {
            boolean restores = text(op, "kind").equals("restore");
            boolean late = stamp.compareTo(row.clock.getOrDefault("deletedAt", new Mark("", 0)).stamp) > 0;
            if (!clientWins && !(restores && late)) {
                lostThere.putAll(fields.fields());
                if (restores) {
                    lostThere.put("deletedAt", ConvexValue.NULL);
                    if (seenAll) {
                        wrong.add("a restoring lost against a deletion that it had seen");
                    }
                }
                return written(op, row, set, lostHere, lostThere, stamp, now);
            }
            set.put("deletedAt", ConvexValue.NULL);
            if (!restores) {
                lostHere.put("deletedAt", ConvexValue.TRUE);
            }
        }
        fields.fields().forEach((name, value) -> {
            Mark mark = row.clock.getOrDefault(name, new Mark("", 0));
            ConvexValue here = row.fields.getOrDefault(name, ConvexValue.NULL);
            if (here.equals(value)) {
                return;
            }
            if (clientWins || stamp.compareTo(mark.stamp) > 0) {
                set.put(name, value);
                if (unseen(mark, base, stamp)) {
                    lostHere.put(name, here);
                }
            } else {
                lostThere.put(name, value);
                if (seenAll) {
                    wrong.add("an edit of " + name + " lost against what it had seen");
                }
            }
        });
        return written(op, row, set, lostHere, lostThere, stamp, now);
    }

    private static boolean unseen(Mark mark, long base, String stamp) {
        return mark.revision > base && !device(mark.stamp).equals(device(stamp));
    }

    private static String device(String stamp) {
        return stamp.substring(Math.max(0, stamp.length() - 8));
    }

    private Obj written(
            Obj op,
            Row row,
            Map<String, ConvexValue> set,
            TreeMap<String, ConvexValue> lostHere,
            TreeMap<String, ConvexValue> lostThere,
            String stamp,
            Instant now) {
        if (!set.isEmpty()) {
            noteEffect(op);
            write(row, set, stamp, now);
        }
        Obj answer = answer(op, "applied", row);
        if (!lostThere.isEmpty()) {
            Obj conflict = conflict("server", lostThere);
            return answer.with(
                    "conflict", lostHere.isEmpty() ? conflict : conflict.with("replaced", new Obj(lostHere)));
        }
        return lostHere.isEmpty() ? answer : answer.with("conflict", conflict("client", lostHere));
    }

    /** No device says the same stamp of a record twice. */
    private void noteEffect(Obj op) {
        if (!effects.add(edit(op))) {
            wrong.add("two effects of " + edit(op));
        }
    }

    private static String edit(Obj op) {
        return text(op, "table") + "/" + text(op, "clientId") + " " + text(op, "stamp");
    }

    private static Obj conflict(String winner, TreeMap<String, ConvexValue> lost) {
        return ConvexValue.object("winner", ConvexValue.text(winner)).with("lost", new Obj(lost));
    }

    private void write(Row row, Map<String, ConvexValue> set, String stamp, Instant now) {
        row.revision++;
        row.commit = commit;
        row.stamp = row.stamp.compareTo(stamp) > 0 ? row.stamp : stamp;
        row.updatedAt = Math.max(now.toEpochMilli(), row.updatedAt + 1);
        set.forEach((name, value) -> {
            row.clock.put(name, new Mark(stamp, row.revision));
            if (name.equals("deletedAt")) {
                row.deleted = value.equals(ConvexValue.TRUE);
            } else if (value.equals(ConvexValue.NULL)) {
                row.fields.remove(name);
            } else {
                row.fields.put(name, value);
            }
        });
    }

    /** Of two edits of one device that are both too far ahead, the later one stays the later one. */
    private static String clamped(String stamp, Instant now, String seen) {
        Instant believed = now.plus(MOST_AHEAD);
        if (stamp.substring(0, 12).compareTo("%012x".formatted(believed.toEpochMilli())) <= 0) {
            return stamp;
        }
        Stamp before = device(seen).equals(device(stamp)) ? new Stamp(seen) : Stamp.NONE;
        return before.compareTo(new Stamp("%012x-0000-%s".formatted(believed.toEpochMilli(), device(stamp)))) < 0
                ? "%012x-0000-%s".formatted(believed.toEpochMilli(), device(stamp))
                : before.next(believed, device(stamp)).text();
    }

    private static Obj answer(Obj op, String status, @Nullable Row row) {
        return ConvexValue.object("opId", ConvexValue.text(text(op, "opId")))
                .with("status", ConvexValue.text(status))
                .with("row", row == null ? ConvexValue.NULL : shown(text(op, "clientId"), row))
                .with("conflict", ConvexValue.NULL)
                .with(
                        "refusal",
                        status.equals("refused")
                                ? ConvexValue.object("code", ConvexValue.text("Refused"))
                                        .with("message", ConvexValue.text("It is refused."))
                                : ConvexValue.NULL);
    }

    private static Obj shown(String id, Row row) {
        return ConvexValue.object("clientId", ConvexValue.text(id))
                .with("revision", ConvexValue.number(row.revision))
                .with("stamp", ConvexValue.text(row.stamp))
                .with("fields", new Obj(new TreeMap<>(row.fields)))
                .with("deleted", ConvexValue.bool(row.deleted))
                .with("createdAt", ConvexValue.number(row.createdAt))
                .with("updatedAt", ConvexValue.number(row.updatedAt));
    }

    private static String text(Obj op, String name) {
        return op.text(name).orElseThrow();
    }
}
