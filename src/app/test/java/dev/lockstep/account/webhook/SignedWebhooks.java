package dev.lockstep.account.webhook;

import dev.lockstep.LockstepApp;
import dev.lockstep.core.PersonId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Delivers numbered states of people to the application, signed as Clerk signs. Thread-safe. */
public final class SignedWebhooks {

    /** When Clerk had the state number 0, in milliseconds. */
    private static final long BEGIN = 1_700_000_000_000L;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI target;
    private final byte[] key;

    /** The same id has always the same body. */
    public record Message(String id, String body) {

        /** @param version counts a person's states, from 1 */
        public static Message of(int person, int version) {
            return new Message("msg_told" + person + "_" + version, """
                    {"object":"event","type":"user.updated","timestamp":%d,"data":{"object":"user","id":"%s",\
                    "first_name":"Told","last_name":"%d","username":null,"has_image":false,"banned":false,\
                    "email_addresses":[],"public_metadata":{},"created_at":%d,"updated_at":%d}}\
                    """.formatted(
                            BEGIN, user(person), version, BEGIN, BEGIN + version));
        }
    }

    public SignedWebhooks(LockstepApp app) {
        this.target = app.web().resolve("/webhooks/clerk");
        this.key = Base64.getDecoder()
                .decode(app.env("CLERK_WEBHOOK_SIGNING_SECRET").substring("whsec_".length()));
    }

    public static PersonId user(int person) {
        return new PersonId("user_told" + person);
    }

    /** Returns when it was acknowledged. */
    public void deliver(Message message) throws Exception {
        long at = Clock.systemUTC().instant().getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] signed = mac.doFinal((message.id() + "." + at + "." + message.body()).getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(target)
                .header("svix-id", message.id())
                .header("svix-timestamp", String.valueOf(at))
                .header("svix-signature", "v1," + Base64.getEncoder().encodeToString(signed))
                .POST(HttpRequest.BodyPublishers.ofString(message.body()))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    message.id() + " was answered " + answer.statusCode() + " " + answer.body());
        }
    }
}
