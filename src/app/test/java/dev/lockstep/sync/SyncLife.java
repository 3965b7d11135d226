package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.sync.table.Op;
import dev.lockstep.sync.table.Policy;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.TableField;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One seed: devices of one person that write, send, read, fail and come back, until all is calm and everybody must agree. */
final class SyncLife {

    /** What goes wrong on the way. */
    enum Fault {
        REQUEST_LOST,
        ANSWER_LOST,
        SENT_TWICE,
        REFUSED_AS_A_WHOLE,
        OVERTAKEN,
        READING_LOST,
        CRASHED_BEFORE_STORING,
        CLOCK_MOVED,
        DELETIONS_FORGOTTEN,
        CONFLICT,
        PARKED
    }

    private static final int ROUNDS = 400;
    private static final Instant BEGIN = Instant.parse("2026-12-01T00:00:00Z");

    private static final List<SyncedTable> TABLES = List.of(
            new SyncedTable("tasks", Policy.CLIENT_WINS, TableField.line("text", 50), TableField.line("note", 50)),
            new SyncedTable(
                    "workspaces", Policy.LAST_MODIFIED_WINS, TableField.line("name", 50), TableField.line("path", 50)),
            new SyncedTable(
                    "messages", Policy.APPEND_ONLY, TableField.line("content", 50), TableField.line("externalId", 50)));

    private final Random random;
    private final int steps;
    private final Set<SyncRule> without;
    private final Map<Fault, Integer> faults;
    private final SimulatedServer server = new SimulatedServer(TABLES);
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final List<Skewed> clocks = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Long> places = new HashMap<>();
    private final Set<String> written = new TreeSet<>();
    private final Set<String> accounted = new HashSet<>();
    private Instant now = BEGIN;
    private int tokens;
    private int depth;
    private boolean stormy = true;

    /** A device's clock. */
    private final class Skewed extends Clock {

        private Duration skew = Duration.ZERO;

        @Override
        public Instant instant() {
            return now.plus(skew);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /**
     * @param without rules that do not hold
     * @param faults counts what went wrong on the way
     */
    SyncLife(long seed, int steps, Set<SyncRule> without, Map<Fault, Integer> faults) {
        this.random = new Random(seed);
        this.steps = steps;
        this.without = without;
        this.faults = faults;
        int many = 2 + random.nextInt(3);
        for (int i = 0; i < many; i++) {
            var clock = new Skewed();
            clocks.add(clock);
            devices.add(new SimulatedDevice(
                    "%08x".formatted(0xd0 + i), TABLES, clock, new Network(i), seed * 31 + i, without));
        }
    }

    /** @return what went wrong and must not, with what had happened before */
    List<String> live() {
        try {
            for (int step = 0; step < steps && wrong.isEmpty(); step++) {
                step();
                look();
            }
            if (wrong.isEmpty()) {
                calm();
                agree();
            }
        } catch (RuntimeException | AssertionError e) {
            wrong.add("it ended with " + e);
        }
        wrong.addAll(server.wrong());
        return wrong.isEmpty() ? List.of() : List.of(wrong.getFirst() + " after\n  " + String.join("\n  ", trace));
    }

    private void happened(Fault fault) {
        faults.merge(fault, 1, Integer::sum);
    }

    /** The way to Convex of one device. */
    private final class Network implements SyncFunctions {

        private final int device;

        Network(int device) {
            this.device = device;
        }

        @Override
        public ConvexValue mutate(Owner owner, String function, Obj args) {
            int drawn = stormy ? random.nextInt(12) : 12;
            // No call is carried out in the moment in which another one's answer was seen.
            now = now.plusMillis(1);
            trace.add("device " + device + " sends " + ops(args) + ", " + drawn);
            switch (drawn) {
                case 0 -> {
                    happened(Fault.REQUEST_LOST);
                    throw away();
                }
                case 1 -> {
                    note(args, server.push(args, now));
                    happened(Fault.ANSWER_LOST);
                    throw away();
                }
                case 2 -> {
                    happened(Fault.SENT_TWICE);
                    note(args, server.push(args, now));
                }
                case 3 -> {
                    if (random.nextInt(4) == 0) {
                        happened(Fault.REFUSED_AS_A_WHOLE);
                        throw new Problem(new ProblemCode("Banned"), Problem.Kind.PERMANENT, "No.", "Ask.");
                    }
                }
                default -> {}
            }
            Obj said = server.push(args, now);
            note(args, said);
            if (drawn == 4 || drawn == 5) {
                meanwhile();
            }
            return said;
        }

        @Override
        public ConvexValue query(Owner owner, String function, Obj args) {
            int drawn = stormy ? random.nextInt(8) : 8;
            Obj said = server.changesSince(args);
            trace.add("device " + device + " reads " + said.fields().get("rows") + ", " + drawn);
            if (drawn == 0) {
                happened(Fault.READING_LOST);
                throw away();
            }
            if (drawn == 1 || drawn == 2) {
                meanwhile();
            }
            return said;
        }

        /** Something else goes on between Convex' answer and its arrival, here or elsewhere. */
        private void meanwhile() {
            if (depth > 1) {
                return;
            }
            depth++;
            happened(Fault.OVERTAKEN);
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                step();
            }
            depth--;
        }

        /** In the order of recording, each record's. */
        private void note(Obj args, Obj said) {
            List<ConvexValue> ops = ((Array) args.fields().get("ops")).items();
            List<ConvexValue> answers = ((Array) said.fields().get("answers")).items();
            for (int i = 0; i < ops.size(); i++) {
                Obj op = (Obj) ops.get(i);
                Obj answer = (Obj) answers.get(i);
                if (answer.text("status").orElseThrow().equals("applied")) {
                    if (answer.fields().get("conflict") instanceof Obj) {
                        happened(Fault.CONFLICT);
                    }
                    String record = device + " " + op.text("table").orElseThrow() + "/"
                            + op.text("clientId").orElseThrow();
                    devices.get(device).place(op.text("opId").orElseThrow()).ifPresent(place -> {
                        long last = places.merge(record, place, Math::max);
                        if (place < last && !isRepeat(op)) {
                            wrong.add("out of order: " + record);
                        }
                    });
                    arrived.add(op.text("opId").orElseThrow());
                }
            }
        }

        private boolean isRepeat(Obj op) {
            return arrived.contains(op.text("opId").orElseThrow());
        }
    }

    private final Set<String> arrived = new HashSet<>();

    private static String ops(Obj args) {
        var words = new StringBuilder();
        ((Array) args.fields().get("ops")).items().forEach(item -> {
            Obj op = (Obj) item;
            words.append(op.text("kind").orElseThrow())
                    .append(' ')
                    .append(op.text("clientId").orElseThrow(), 0, 4)
                    .append(' ')
                    .append(SimulatedDevice.texts((Obj) op.fields().get("fields")))
                    .append(" base ")
                    .append(op.number("base").orElseThrow().longValue())
                    .append("; ");
        });
        return words.toString();
    }

    private static Problem away() {
        return new Problem(new ProblemCode("Away"), Problem.Kind.TRANSIENT, "Nobody answers.", "Wait.");
    }

    private void step() {
        int which = random.nextInt(devices.size());
        SimulatedDevice device = devices.get(which);
        SyncedTable table = TABLES.get(random.nextInt(TABLES.size()));
        switch (random.nextInt(40)) {
            case 0, 1, 2, 3, 4 -> create(which, table);
            case 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 -> edit(which, table);
            case 15, 16 -> deleteOrRestore(which, table);
            case 17, 18, 19, 20, 21, 22, 23, 24 -> send(which);
            case 25, 26, 27, 28, 29, 30, 31 -> pull(device, table);
            case 32, 33, 34, 35 -> now = now.plusSeconds(random.nextInt(90));
            case 36 -> now = now.plus(Duration.ofMinutes(10));
            case 37 -> {
                happened(Fault.CLOCK_MOVED);
                clocks.get(which).skew = Duration.ofSeconds(random.nextInt(7200) - 3600L);
            }
            case 38 -> device.bringBack();
            default -> {
                if (random.nextInt(3) == 0) {
                    happened(Fault.DELETIONS_FORGOTTEN);
                    trace.add("deletions of " + table.name() + " are forgotten");
                    server.forget(table.name());
                }
            }
        }
    }

    private ConvexValue token() {
        String token = "t" + ++tokens;
        written.add(token);
        return ConvexValue.text(token);
    }

    private void create(int which, SyncedTable table) {
        var fields = new TreeMap<String, ConvexValue>();
        table.fields().forEach(field -> fields.put(field.name(), token()));
        trace.add("device " + which + " makes " + fields.values());
        devices.get(which).create(table, new Obj(fields));
    }

    private void edit(int which, SyncedTable table) {
        Map<String, Obj> seen = devices.get(which).seen(table, false);
        if (seen.isEmpty() || !table.policy().allowsChanging()) {
            return;
        }
        String id = one(seen.keySet());
        TableField field = table.fields().get(random.nextInt(2));
        // Whoever writes over a value has seen it.
        Obj before = seen.get(id);
        if (before != null) {
            before.text(field.name()).ifPresent(accounted::add);
        }
        ConvexValue value = token();
        trace.add("device " + which + " edits " + id.substring(0, 4) + " " + field.name() + " " + value);
        devices.get(which).change(table, id, Op.Kind.UPSERT, ConvexValue.object(field.name(), value));
    }

    private void deleteOrRestore(int which, SyncedTable table) {
        boolean restores = random.nextBoolean();
        Map<String, Obj> seen = devices.get(which).seen(table, restores);
        if (seen.isEmpty() || !table.policy().allowsChanging()) {
            return;
        }
        String id = one(seen.keySet());
        trace.add("device " + which + (restores ? " restores " : " deletes ") + id.substring(0, 4));
        devices.get(which).change(table, id, restores ? Op.Kind.RESTORE : Op.Kind.DELETE, ConvexValue.emptyObject());
    }

    private String one(Set<String> ids) {
        return List.copyOf(new TreeSet<>(ids)).get(random.nextInt(ids.size()));
    }

    private void send(int which) {
        SimulatedDevice device = devices.get(which);
        device.send(1 + random.nextInt(5)).ifPresent(sent -> {
            if (stormy && random.nextInt(8) == 0) {
                happened(Fault.CRASHED_BEFORE_STORING);
                trace.add("device " + which + " crashes");
            } else {
                device.settle(sent);
            }
        });
    }

    private static void pull(SimulatedDevice device, SyncedTable table) {
        try {
            device.pull(table);
        } catch (Problem away) {
            // It is tried again.
        }
    }

    private void look() {
        for (int i = 0; i < devices.size(); i++) {
            for (SyncedTable table : TABLES) {
                List<String> misshown = devices.get(i).misshown(table);
                if (!misshown.isEmpty()) {
                    wrong.add("device " + i + ": " + misshown.getFirst());
                }
            }
        }
    }

    private void calm() {
        stormy = false;
        for (int round = 0; round < ROUNDS; round++) {
            boolean moved = false;
            now = now.plus(Duration.ofMinutes(10));
            for (SimulatedDevice device : devices) {
                device.bringBack();
                var sent = device.send(100);
                sent.ifPresent(device::settle);
                moved |= sent.isPresent();
                for (Entry parked : device.parked()) {
                    happened(Fault.PARKED);
                    accounted.addAll(device.discard(parked));
                    moved = true;
                }
                for (SyncedTable table : TABLES) {
                    moved |= device.pull(table);
                }
            }
            if (!moved && devices.stream().allMatch(device -> device.waiting() == 0)) {
                return;
            }
        }
        wrong.add("it does not come to rest");
    }

    private void agree() {
        look();
        accounted.addAll(server.forgotten());
        devices.forEach(device -> accounted.addAll(device.lost()));
        for (SyncedTable table : TABLES) {
            accounted.addAll(server.texts(table.name()));
            for (int i = 0; i < devices.size(); i++) {
                Map<String, Obj> seen = devices.get(i).seen(table, false);
                if (!seen.equals(server.there(table.name()))) {
                    wrong.add("device " + i + " sees " + seen + " of " + table.name() + ", and Convex has "
                            + server.there(table.name()));
                }
            }
        }
        var silent = new TreeSet<>(written);
        silent.removeAll(accounted);
        if (!silent.isEmpty()) {
            wrong.add("nobody was told that these were lost: " + silent);
        }
    }
}
