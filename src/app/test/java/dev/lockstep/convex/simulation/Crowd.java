package dev.lockstep.convex.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.simulation.SimulatedSocket.Question;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValue.Text;
import dev.lockstep.convex.wire.ClientMessage.Token;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The people on a simulated client, who remember what they asked for and what they were told.
 *
 * <p>Holds each subscription's last result and each request's end; does not hold the socket. Not thread-safe.
 */
final class Crowd {

    private static final int MAX_SUBSCRIPTIONS = 8;
    private static final int SETTLING_ROUNDS = 6;

    private final class Reader {
        private final Question question;
        private final Runnable close;
        private Optional<Result> latest = Optional.empty();
        private boolean closed;

        Reader(String path, Obj args) {
            this.question = new Question(path, List.of(args));
            this.close = player.subscribe(path, args, this::told);
        }

        private void told(Result result) {
            assertThat(closed).as("a closed subscription hears nothing").isFalse();
            if (question.path().equals(Functions.READ)) {
                assertThat(text(result))
                        .as("results never go back")
                        .startsWith(latest.map(Crowd::text).orElse(""));
            }
            latest = Optional.of(result);
        }

        void close() {
            closed = true;
            close.run();
        }
    }

    private final Player player;
    private final History history;
    private final RandomGenerator random;
    private final List<Reader> readers = new ArrayList<>();
    private final Map<String, List<Result>> mutations = new LinkedHashMap<>();
    private final Map<String, List<Result>> actions = new LinkedHashMap<>();
    private Timestamp shown = Timestamp.ZERO;
    private Timestamp lastCommit = Timestamp.ZERO;
    private int counter;

    Crowd(Player player, History history, RandomGenerator random) {
        this.player = player;
        this.history = history;
        this.random = random;
    }

    void act() {
        switch (random.nextInt(10)) {
            case 0, 1 -> subscribe();
            case 2 -> {
                if (!readers.isEmpty()) {
                    readers.remove(random.nextInt(readers.size())).close();
                }
            }
            case 3, 4, 5, 6 -> mutate(random.nextInt(8) == 0 ? Functions.REFUSE : Functions.APPEND);
            case 7 -> act(entry());
            default -> {
                if (random.nextInt(3) == 0) {
                    authenticate(token());
                }
            }
        }
    }

    void authenticate(Token token) {
        player.authenticate(token);
    }

    private Token token() {
        return switch (random.nextInt(4)) {
            case 0 -> new Token.None();
            case 1 -> new Token.User("bad." + ++counter);
            case 2 -> new Token.User("bob." + ++counter);
            default -> new Token.User("ada." + ++counter);
        };
    }

    private void subscribe() {
        if (readers.size() < MAX_SUBSCRIPTIONS) {
            String path =
                    List.of(Functions.READ, Functions.FUSSY, Functions.WHO).get(random.nextInt(3));
            readers.add(new Reader(path, args("log" + random.nextInt(3), "")));
        }
    }

    private String entry() {
        return "m" + ++counter;
    }

    private void mutate(String path) {
        String entry = (path.equals(Functions.REFUSE) ? "refused " : "") + entry();
        var ends = mutations.computeIfAbsent(entry, fresh -> new ArrayList<>());
        player.mutation(path, args("log" + random.nextInt(3), entry), (result, ts) -> {
            ends.add(result);
            ts.ifPresent(this::visible);
        });
    }

    private void visible(Timestamp ts) {
        assertThat(shown).as("what was written at %s is shown", ts).isGreaterThanOrEqualTo(ts);
        assertThat(ts).as("writes end in order").isGreaterThanOrEqualTo(lastCommit);
        lastCommit = ts;
    }

    private void act(String entry) {
        var ends = actions.computeIfAbsent(entry, fresh -> new ArrayList<>());
        player.action(Functions.ACT, args("log", entry), ends::add);
    }

    /** A transition is about to be applied. */
    void showing(Timestamp ts) {
        shown = ts;
    }

    /** A transition was applied: what has a result must be of its snapshot. */
    void sees(Map<Question, Result> snapshot) {
        for (Reader reader : readers) {
            if (reader.latest.isPresent() && snapshot.containsKey(reader.question)) {
                assertThat(reader.latest)
                        .as("%s is of the snapshot", reader.question)
                        .contains(snapshot.get(reader.question));
            }
        }
    }

    boolean isSettled(int rounds) {
        return rounds >= SETTLING_ROUNDS
                && mutations.values().stream().noneMatch(List::isEmpty)
                && actions.values().stream().noneMatch(List::isEmpty);
    }

    void judge(String person) {
        for (Reader reader : readers) {
            Result truth =
                    Functions.query(reader.question.path(), reader.question.args(), history, history.now(), person);
            assertThat(reader.latest).as("%s converges", reader.question).contains(truth);
        }
        actions.forEach((entry, ends) ->
                assertThat(ends).as("action %s ends once", entry).hasSize(1));
        mutations.forEach((entry, ends) -> {
            assertThat(ends).as("mutation %s ends once", entry).hasSize(1);
            boolean refused = entry.startsWith("refused");
            assertThat(ends.getFirst()).isInstanceOf(refused ? Result.Failure.class : Result.Success.class);
        });
        assertThat(history.entries().stream().map(History.Entry::text).filter(text -> text.startsWith("m")))
                .as("each write once and in order")
                .containsExactlyElementsOf(mutations.keySet().stream()
                        .filter(entry -> !entry.startsWith("refused"))
                        .toList());
    }

    private static Obj args(String log, String entry) {
        return new Obj(new TreeMap<>(Map.of("log", ConvexValue.text(log), "entry", ConvexValue.text(entry))));
    }

    private static String text(Result result) {
        return result instanceof Result.Success(Text(String text)) ? text : "";
    }
}
