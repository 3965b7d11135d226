package dev.lockstep.account.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.LockstepApp;
import dev.lockstep.account.reconcile.ReconciliationRun.Mode;
import dev.lockstep.account.reconcile.ReconciliationRun.State;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * 100,000 people of whom one in a hundred drifted here: a dry run and a repair, with half of the calls that Clerk allows a
 * production key. The heap is that of the whole process, with both emulators and all their people in it, so the figure
 * before the run is printed beside the peak. Prints {@code bench <name> <figure> <unit>}.
 */
@Tag("bench")
class ReconciliationBenchmark {

    private static final int PEOPLE = Integer.getInteger("bench.people", 100_000);
    private static final int ONE_IN = 100;
    private static final int AT_ONCE = 1000;
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void reconcilesEverybody() throws Exception {
        try (LockstepApp app = LockstepApp.start(
                LockstepApp.fresh("reconcile-bench"),
                "lockstep.reconciliation.grace=0s",
                "lockstep.reconciliation.clerk-calls-per-second=50")) {
            fill(app);
            System.gc();
            print("reconciliation-heap-before", used() / 1e6, "MB");

            ReconciliationRun dry = run(app, Mode.DRY_RUN);
            assertThat(dry.counts().different()).isEqualTo(PEOPLE / ONE_IN);
            print("reconciliation-dry-run", seconds(dry), "s");
            print("reconciliation-peak-heap", peak() / 1e6, "MB");
            print("reconciliation-clerk-calls", dry.calls().clerk(), "calls");
            print("reconciliation-convex-calls", dry.calls().convex(), "calls");
            print("reconciliation-rate", dry.counts().inClerk() / seconds(dry), "people/s");

            ReconciliationRun repair = run(app, Mode.REPAIR);
            assertThat(repair.counts().repaired()).isGreaterThanOrEqualTo(PEOPLE / ONE_IN);
            print("reconciliation-repair", seconds(repair), "s");
            print("reconciliation-repaired", repair.counts().repaired(), "people");
        }
    }

    private static ReconciliationRun run(LockstepApp app, Mode mode) {
        var reconciliation = app.bean(Reconciliation.class);
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        UUID id = reconciliation.start(mode, "system");
        LockstepApp.await(
                "the end of the run",
                PATIENCE,
                () -> !reconciliation.find(id).orElseThrow().isRunning());
        ReconciliationRun run = reconciliation.find(id).orElseThrow();
        assertThat(run.state()).as(run.toString()).isEqualTo(State.DONE);
        return run;
    }

    private void fill(LockstepApp app) throws Exception {
        JsonNode model = app.clerkApi(
                "POST",
                "/users",
                "{\"email_address\":[\"model@example.com\"],\"first_name\":\"Person\",\"last_name\":\"Bench\"}");
        long updated = model.get("updated_at").asLong();
        fillClerk(app.home(), model);
        String[] images = images(app);
        fillHere(app.bean(JdbcTemplate.class), images, updated);
        fillConvex(app, images, updated);
    }

    /** The emulated Clerk draws a picture for whoever has none, each in a colour of their own. */
    private static String[] images(LockstepApp app) {
        var images = new String[PEOPLE];
        int offset = 0;
        JsonNode page;
        do {
            page = app.clerkApi("GET", "/users?limit=500&order_by=%2Bcreated_at&offset=" + offset, "");
            for (JsonNode user : page) {
                String id = user.get("id").asString();
                if (id.matches("user_0\\d{26}")) {
                    images[Integer.parseInt(id.substring("user_".length()))] =
                            user.get("image_url").asString();
                }
            }
            offset += page.size();
        } while (!page.isEmpty());
        return images;
    }

    private static String id(int number) {
        return "user_%027d".formatted(number);
    }

    private static String email(int number) {
        return "person" + number + "@example.com";
    }

    /** By the emulator's own file, which the same process may open twice: 100,000 calls would take half an hour. */
    private static void fillClerk(Path home, JsonNode model) throws SQLException, IOException {
        Path file;
        try (var files = Files.walk(home)) {
            file = files.filter(one -> one.endsWith("clerk.mv.db")).findFirst().orElseThrow();
        }
        String url = "jdbc:h2:file:" + file.toString().replace(".mv.db", "")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=5000";
        try (var connection = DriverManager.getConnection(url, "clerk", "")) {
            connection.setAutoCommit(false);
            String document;
            try (var query = connection.prepareStatement("select document from users where id = ?")) {
                query.setString(1, model.get("id").asString());
                var row = query.executeQuery();
                row.next();
                document = row.getString(1);
            }
            try (var insert = connection.prepareStatement("""
                    insert into users (id, document, first_name, last_name, email_address, banned, created_at, updated_at)
                    values (?, ?, 'Person', 'Bench', ?, false, ?, ?)
                    """)) {
                for (int number = 0; number < PEOPLE; number++) {
                    insert.setString(1, id(number));
                    insert.setString(
                            2,
                            document.replace(model.get("id").asString(), id(number))
                                    .replace("model@example.com", email(number)));
                    insert.setString(3, email(number));
                    insert.setLong(4, model.get("created_at").asLong() + number);
                    insert.setLong(5, model.get("updated_at").asLong());
                    insert.addBatch();
                    if (number % AT_ONCE == AT_ONCE - 1) {
                        insert.executeBatch();
                        connection.commit();
                    }
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }

    private static void fillHere(JdbcTemplate jdbc, String[] images, long updated) {
        List<Object[]> rows = new ArrayList<>();
        for (int number = 0; number < PEOPLE; number++) {
            String first = number % ONE_IN == 0 ? "Drifted" : "Person";
            rows.add(new Object[] {id(number), email(number), first, images[number], new java.sql.Timestamp(updated)});
            if (rows.size() == AT_ONCE || number == PEOPLE - 1) {
                jdbc.batchUpdate("""
                        insert into account (id, email, first_name, last_name, image_url, interests, role, created_at,
                            updated_at, clerk_updated_at, version)
                        values (?, ?, ?, 'Bench', ?, '[]', 'MEMBER', current_timestamp, current_timestamp, ?, 0)
                        """, rows);
                rows.clear();
            }
        }
    }

    /** As {@code npx convex import --append} does. */
    private void fillConvex(LockstepApp app, String[] images, long updated) throws Exception {
        var lines = new StringBuilder();
        for (int number = 0; number < PEOPLE; number++) {
            lines.append(
                    ("{\"externalId\":\"%s\",\"tokenIdentifier\":\"x|%s\",\"email\":\"%s\",\"first_name\":\"Person\","
                                    + "\"last_name\":\"Bench\",\"image_url\":\"%s\",\"interests\":[],\"localIds\":[],"
                                    + "\"banned\":false,\"clerkUpdatedAt\":%d,\"createdAt\":%d,\"updatedAt\":%d}%n")
                            .formatted(
                                    id(number), id(number), email(number), images[number], updated, updated, updated));
        }
        String token =
                convex(app, "/api/import/start_upload", "").path("uploadToken").asString();
        JsonNode part = convex(app, "/api/import/upload_part?uploadToken=" + token + "&partNumber=1", lines.toString());
        String body = "{\"uploadToken\":\"" + token + "\",\"import\":{\"tableName\":\"users\",\"format\":\"jsonLines\","
                + "\"mode\":\"append\"},\"partTokens\":[" + part + "]}";
        String id =
                convex(app, "/api/import/finish_upload", body).path("importId").asString();
        awaitImport(app, id, "waiting_for_confirmation");
        convex(app, "/api/perform_import", "{\"importId\":\"" + id + "\"}");
        awaitImport(app, id, "completed");
    }

    private void awaitImport(LockstepApp app, String id, String state) {
        String query =
                "{\"path\":\"_system/cli/queryImport\",\"format\":\"json\",\"args\":{\"importId\":\"" + id + "\"}}";
        LockstepApp.await("the import", PATIENCE, () -> {
            JsonNode now = convex(app, "/api/query", query).path("value").path("state");
            assertThat(now.path("state").asString()).as(now.toString()).isNotEqualTo("failed");
            return now.path("state").asString().equals(state);
        });
    }

    private JsonNode convex(LockstepApp app, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(app.env("CONVEX_URL") + path))
                .header("Authorization", "Convex " + app.env("CONVEX_ADMIN_KEY"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(5))
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
            return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double seconds(ReconciliationRun run) {
        return Duration.between(run.startedAt(), run.endedAt().orElseThrow()).toMillis() / 1000.0;
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static long used() {
        return heap().stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    }

    /** Garbage that nobody has collected yet is in it. */
    private static long peak() {
        return heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    private static void print(String name, double figure, String unit) {
        System.out.printf(Locale.ROOT, "bench %s %.2f %s%n", name, figure, unit);
    }
}
