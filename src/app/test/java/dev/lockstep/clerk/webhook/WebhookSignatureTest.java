package dev.lockstep.clerk.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.svix.Webhook;
import com.svix.exceptions.WebhookVerificationException;
import dev.lockstep.clerk.webhook.WebhookSignature.Refusal;
import dev.lockstep.core.Secret;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors were made by other implementations of the scheme. */
class WebhookSignatureTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String GOOD = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final Instant SENT = Instant.ofEpochSecond(1614265330);

    private static Optional<Refusal> check(String secret, String signature, String body, Instant now) {
        return new WebhookSignature(List.of(Secret.of(secret)))
                .check(ID, "1614265330", signature, body.getBytes(StandardCharsets.UTF_8), now);
    }

    @Test
    void believesWhatOthersSigned() {
        assertThat(check(SECRET, GOOD, BODY, SENT)).isEmpty();
        assertThat(new WebhookSignature(List.of(Secret.of(SECRET)))
                        .check(
                                "msg_utf8",
                                "1790000000",
                                "v1,UnWLL4DjDzANXopEiYiGtdpF1Ie5FvEap0X/NowOYnk=",
                                "{\"name\":\"Zoë — 測試\"}".getBytes(StandardCharsets.UTF_8),
                                Instant.ofEpochSecond(1790000000)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "an older and a newer version around it, 'v1,AAAA v1a,xx v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v2,y'",
        "one of another secret first, 'v1,UnWLL4DjDzANXopEiYiGtdpF1Ie5FvEap0X/NowOYnk= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
    })
    void findsTheOneThatFits(String what, String signatures) {
        assertThat(check(SECRET, signatures, BODY, SENT)).as(what).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "no prefix, 'g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
        "another version, 'v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
        "one letter off, 'v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='",
        "cut, 'v1,g0hM9SsE'",
        "nothing behind the prefix, 'v1,'",
    })
    void refusesASignatureThatDoesNotFit(String what, String signatures) {
        assertThat(check(SECRET, signatures, BODY, SENT)).as(what).contains(Refusal.WRONG_SIGNATURE);
    }

    @Test
    void refusesAnotherBodyIdTimeOrSecret() {
        var signature = new WebhookSignature(List.of(Secret.of(SECRET)));
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);

        assertThat(check(SECRET, GOOD, BODY + " ", SENT)).contains(Refusal.WRONG_SIGNATURE);
        assertThat(signature.check("msg_other", "1614265330", GOOD, body, SENT)).contains(Refusal.WRONG_SIGNATURE);
        assertThat(signature.check(ID, "1614265331", GOOD, body, SENT)).contains(Refusal.WRONG_SIGNATURE);
        assertThat(check("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", GOOD, BODY, SENT))
                .contains(Refusal.WRONG_SIGNATURE);
    }

    @Test
    void takesFiveMinutesEitherWayAndNoMore() {
        assertThat(check(SECRET, GOOD, BODY, SENT.plusSeconds(300))).isEmpty();
        assertThat(check(SECRET, GOOD, BODY, SENT.minusSeconds(300))).isEmpty();
        assertThat(check(SECRET, GOOD, BODY, SENT.plusSeconds(301))).contains(Refusal.TOO_OLD);
        assertThat(check(SECRET, GOOD, BODY, SENT.minusSeconds(301))).contains(Refusal.TOO_NEW);
    }

    @Test
    void namesMissingAndUnreadableHeaders() {
        var signature = new WebhookSignature(List.of(Secret.of(SECRET)));
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);

        assertThat(signature.check(null, "1614265330", GOOD, body, SENT)).contains(Refusal.HEADER_MISSING);
        assertThat(signature.check(ID, null, GOOD, body, SENT)).contains(Refusal.HEADER_MISSING);
        assertThat(signature.check(ID, "1614265330", null, body, SENT)).contains(Refusal.HEADER_MISSING);
        assertThat(signature.check(ID, "soon", GOOD, body, SENT)).contains(Refusal.TIMESTAMP_UNREADABLE);
    }

    @Test
    void knowsSeveralSecretsWhileOneIsExchanged() {
        var signature =
                new WebhookSignature(List.of(Secret.of("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), Secret.of(SECRET)));

        assertThat(signature.check(ID, "1614265330", GOOD, BODY.getBytes(StandardCharsets.UTF_8), SENT))
                .isEmpty();
    }

    /** Svix's own code and ours, about the same deliveries at this very moment. */
    @Test
    void judgesAsSvixsLibraryDoes() throws Exception {
        var svix = new Webhook(SECRET);
        long now = Instant.now().getEpochSecond();
        String good = svix.sign(ID, now, BODY);
        String old = svix.sign(ID, now - 400, BODY);
        String future = svix.sign(ID, now + 400, BODY);
        String other = new Webhook("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").sign(ID, now, BODY);
        record Delivery(String what, String id, String at, String signature, String body) {}
        var deliveries = List.of(
                new Delivery("good", ID, "" + now, good, BODY),
                new Delivery("good among others", ID, "" + now, "v2,x " + other + " " + good, BODY),
                new Delivery("old", ID, "" + (now - 400), old, BODY),
                new Delivery("of the future", ID, "" + (now + 400), future, BODY),
                new Delivery("of another secret", ID, "" + now, other, BODY),
                new Delivery("of another id", "msg_other", "" + now, good, BODY),
                new Delivery("of another time", ID, "" + (now - 1), good, BODY),
                new Delivery("altered", ID, "" + now, good, BODY + " "),
                new Delivery("without prefix", ID, "" + now, good.substring(3), BODY),
                new Delivery("of another version", ID, "" + now, good.replace("v1,", "v2,"), BODY),
                new Delivery("cut", ID, "" + now, good.substring(0, 20), BODY),
                new Delivery("without signature", ID, "" + now, "", BODY),
                new Delivery("without id", "", "" + now, good, BODY),
                new Delivery("without time", ID, "soon", good, BODY));

        for (Delivery delivery : deliveries) {
            boolean theirs = believes(svix, delivery.id, delivery.at, delivery.signature, delivery.body);
            boolean ours = new WebhookSignature(List.of(Secret.of(SECRET)))
                    .check(
                            delivery.id,
                            delivery.at,
                            delivery.signature,
                            delivery.body.getBytes(StandardCharsets.UTF_8),
                            Instant.ofEpochSecond(now))
                    .isEmpty();

            assertThat(ours).as(delivery.what).isEqualTo(theirs);
            assertThat(theirs).as(delivery.what).isEqualTo(delivery.what.startsWith("good"));
        }
    }

    private static boolean believes(Webhook svix, String id, String at, String signature, String body) {
        try {
            svix.verify(
                    body,
                    HttpHeaders.of(
                            Map.of(
                                    "svix-id", List.of(id),
                                    "svix-timestamp", List.of(at),
                                    "svix-signature", List.of(signature)),
                            (name, value) -> true));
            return true;
        } catch (WebhookVerificationException e) {
            return false;
        }
    }

    @Test
    void tellsTheShapeOfASecretAndNotTheSecret() {
        assertThatThrownBy(() -> new WebhookSignature(List.of(Secret.of("sk_test_wrongone"))))
                .hasMessageContaining("whsec_")
                .hasMessageNotContaining("wrongone");
    }
}
