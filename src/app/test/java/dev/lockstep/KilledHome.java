package dev.lockstep;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a killed application had stored. Read from a copy, so that its next start is the first to open its own files.
 *
 * @param saves the number of the newest save of each person, by the person's id
 * @param messages the states of stored webhooks, by their svix id
 * @param numbers of {@link NumberedMutations#TABLE}, in any order, each as often as it is there
 * @param people the ids in the deployment's table of people, each as often as it is there
 * @param operations the operation ids that the deployment has taken, one for each effect it had
 */
record KilledHome(
        Map<String, Integer> saves,
        Map<String, String> messages,
        List<Long> numbers,
        List<String> people,
        List<String> operations) {

    /** @param copy an existing folder for the copy, which is overwritten */
    static KilledHome of(Path home, Path copy) throws IOException, SQLException {
        copy(home.resolve("lockstep.mv.db"), copy);
        copy(home.resolve("emulator/convex/convex.mv.db"), copy);
        var saves = new HashMap<String, Integer>();
        select(copy, "select id, last_name from account where email like 'killed%'")
                .forEach((user, number) -> number.ifPresent(last -> saves.put(user, Integer.valueOf(last))));
        var messages = new HashMap<String, String>();
        select(copy, "select id, state from webhook_message where id like 'msg_told%'")
                .forEach((id, state) -> messages.put(id, state.orElseThrow()));
        try (var file = DeploymentFile.open(copy.resolve("convex"));
                var store = DocumentStore.open(file, Clock.systemUTC(), new SecureRandom())) {
            Snapshot latest = store.latest();
            return new KilledHome(
                    Map.copyOf(saves),
                    Map.copyOf(messages),
                    all(
                            latest,
                            NumberedMutations.TABLE,
                            row -> row.number("number").orElseThrow().longValue()),
                    all(latest, "users", row -> row.text("externalId").orElseThrow()),
                    all(latest, "syncOps", row -> row.text("opId").orElseThrow()));
        }
    }

    private static <T> List<T> all(Snapshot snapshot, String table, Function<ConvexValue.Obj, T> part) {
        return snapshot.documents(table).stream().map(Document::value).map(part).toList();
    }

    private static void copy(Path file, Path folder) throws IOException {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    /** @param sql selects two columns of text, of which the first has every value once */
    private static Map<String, Optional<String>> select(Path folder, String sql) throws SQLException {
        String url = "jdbc:h2:file:" + folder.resolve("lockstep")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
        try (var connection = DriverManager.getConnection(url, "lockstep", "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var all = new HashMap<String, Optional<String>>();
            while (rows.next()) {
                all.put(rows.getString(1), Optional.ofNullable(rows.getString(2)));
            }
            return all;
        }
    }
}
