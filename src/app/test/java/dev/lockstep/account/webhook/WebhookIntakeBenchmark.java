package dev.lockstep.account.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.LockstepApp;
import dev.lockstep.account.Accounts;
import dev.lockstep.core.PersonId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Ten thousand deliveries of webhooks, thirty in a hundred of them repeats, all shuffled, from eight senders at once: how
 * many are taken a second and how long the sender waits, and how long until the last is applied here and in Convex.
 * Senders, application, database and emulators share the machine. Prints {@code bench <name> <figure> <unit>}.
 */
@Tag("bench")
class WebhookIntakeBenchmark {

    private static final int DELIVERIES = 10_000;
    private static final int EVENTS = 7_000;
    private static final int PEOPLE = 500;
    private static final int SENDERS = 8;

    /** The highest allowed wait for quiet. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private record Event(String id, String body) {}

    @Test
    void takesTenThousandAndLosesNone() throws Exception {
        try (var app = LockstepApp.start(LockstepApp.fresh("intake"), "lockstep.limits.webhooks=1000000")) {
            var jdbc = app.bean(JdbcTemplate.class);
            LockstepApp.await("functions", () -> ready(app));
            List<Event> deliveries = deliveries();
            var http = HttpClient.newHttpClient();
            URI target = app.web().resolve("/webhooks/clerk");
            byte[] key = Base64.getDecoder()
                    .decode(app.env("CLERK_WEBHOOK_SIGNING_SECRET").substring("whsec_".length()));

            long start = System.nanoTime();
            List<Long> waits = send(http, target, key, deliveries);
            print("webhook-intake", DELIVERIES / seconds(start), "/s");
            Collections.sort(waits);
            print("webhook-intake-p50", waits.get(DELIVERIES / 2) / 1e6, "ms");
            print("webhook-intake-p99", waits.get(DELIVERIES * 99 / 100) / 1e6, "ms");

            await(jdbc, "select count(*) from webhook_message where state <> 'APPLIED'");
            print("webhook-applied-after", seconds(start), "s");
            await(jdbc, "select count(*) from outbox_entry where state in ('WAITING', 'PARKED')");
            print("webhook-convex-after", seconds(start), "s");

            assertThat(jdbc.queryForObject("select count(*) from webhook_message where id like 'msg_b%'", Long.class))
                    .isEqualTo(EVENTS);
            assertThat(app.bean(Webhooks.class).refused()).isEmpty();
            for (int person = 0; person < PEOPLE; person++) {
                var user = new PersonId("user_bench" + person);
                String newest = "Name " + (EVENTS / PEOPLE - 1);
                assertThat(app.bean(Accounts.class).find(user).orElseThrow().lastName())
                        .contains(newest);
                assertThat(app.inConvex(user).text("last_name")).contains(newest);
            }
            print("webhook-lost", 0, "events");
        }
    }

    private static boolean ready(LockstepApp app) {
        try {
            app.inConvex(new PersonId("user_nobody"));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static List<Event> deliveries() {
        long start = Instant.now().toEpochMilli();
        var deliveries = new ArrayList<Event>();
        for (int i = 0; i < EVENTS; i++) {
            int version = i / PEOPLE;
            deliveries.add(new Event("msg_b" + i, """
                    {"object":"event","type":"user.updated","timestamp":%d,"data":{"object":"user","id":"user_bench%d",\
                    "first_name":"Bench","last_name":"Name %d","username":null,"has_image":false,"banned":false,\
                    "email_addresses":[],"public_metadata":{},"created_at":%d,"updated_at":%d}}\
                    """.formatted(start, i % PEOPLE, version, start, start + version)));
        }
        var random = new Random(7);
        Collections.shuffle(deliveries, random);
        deliveries.addAll(List.copyOf(deliveries.subList(0, DELIVERIES - EVENTS)));
        Collections.shuffle(deliveries, random);
        return deliveries;
    }

    /** @return how long each sender waited, in nanoseconds */
    private static List<Long> send(HttpClient http, URI target, byte[] key, List<Event> deliveries) throws Exception {
        var waits = new ArrayList<Long>();
        try (var senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<Long>> sent = deliveries.stream()
                    .map(event -> senders.submit(() -> send(http, target, key, event)))
                    .toList();
            for (Future<Long> wait : sent) {
                waits.add(wait.get());
            }
        }
        return waits;
    }

    private static long send(HttpClient http, URI target, byte[] key, Event event) throws Exception {
        long at = Instant.now().getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] signed = mac.doFinal((event.id() + "." + at + "." + event.body()).getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(target)
                .header("svix-id", event.id())
                .header("svix-timestamp", "" + at)
                .header("svix-signature", "v1," + Base64.getEncoder().encodeToString(signed))
                .POST(HttpRequest.BodyPublishers.ofString(event.body()))
                .build();
        long start = System.nanoTime();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        long took = System.nanoTime() - start;
        assertThat(status).isEqualTo(200);
        return took;
    }

    private static void await(JdbcTemplate jdbc, String count) {
        LockstepApp.await(count, PATIENCE, () -> jdbc.queryForObject(count, Long.class) == 0);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(String name, double figure, String unit) {
        System.out.printf(Locale.ROOT, "bench %s %.1f %s%n", name, figure, unit);
    }
}
