package dev.lockstep.clerk.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Clerk's own examples and small ones of ours are read as. */
class ClerkEventTest {

    private static final Path SPECS = Path.of("..", "shared", "specs", "clerk");

    private static String example(String type) throws IOException {
        Path file = SPECS.resolve("wh." + type + ".json");
        Assumptions.assumeTrue(Files.exists(file), "Clerk's examples are not here: " + file);
        return Files.readString(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user.created", "user.updated"})
    void readsPeopleOfTheExamples(String type) throws IOException {
        var event = ClerkEvent.parse(example(type));

        assertThat(event).isInstanceOf(ClerkEvent.UserChanged.class);
        assertThat(event.type()).isEqualTo(type);
        assertThat(((ClerkEvent.UserChanged) event).user().updatedAt()).isAfter(Instant.EPOCH);
    }

    @Test
    void readsDeletionsOfTheExamples() throws IOException {
        var event = ClerkEvent.parse(example("user.deleted"));

        assertThat(event).isInstanceOf(ClerkEvent.UserDeleted.class);
        assertThat(((ClerkEvent.UserDeleted) event).at()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"session.created", "session.ended", "session.removed"})
    void keepsNothingOfOrdinarySessions(String type) throws IOException {
        assertThat(ClerkEvent.parse(example(type))).isInstanceOf(ClerkEvent.Other.class);
    }

    @Test
    void readsRevokedSessionsOfTheExamples() throws IOException {
        assertThat(ClerkEvent.parse(example("session.revoked"))).isInstanceOf(ClerkEvent.SessionRevoked.class);
    }

    @Test
    void takesPeopleWithoutAnyNameAndOnlyThePrimaryAddress() {
        var event = (ClerkEvent.UserChanged) ClerkEvent.parse("""
                {"type":"user.updated","timestamp":1790000000000,"data":{"id":"user_1","object":"user","username":null,
                "first_name":null,"created_at":1,"updated_at":1790000000001,"primary_email_address_id":"b",
                "email_addresses":[{"id":"a","email_address":"a@x.org"},{"id":"b","email_address":"b@x.org"}],
                "something_new":{"deep":[1]}}}""");

        assertThat(event.user().username()).isEmpty();
        assertThat(event.user().firstName()).isEmpty();
        assertThat(event.user().email()).contains("b@x.org");
        assertThat(event.user().updatedAt()).isEqualTo(Instant.ofEpochMilli(1790000000001L));
    }

    @ParameterizedTest
    @CsvSource({"verified, true", "unverified, false", "expired, false", ", false"})
    void knowsWhetherThePrimaryAddressIsVerified(String status, boolean verified) {
        String verification = status == null ? "null" : "{\"status\":\"" + status + "\"}";
        var event = (ClerkEvent.UserChanged) ClerkEvent.parse("""
                {"type":"user.updated","timestamp":1790000000000,"data":{"id":"user_1","object":"user",
                "created_at":1,"updated_at":1790000000001,"primary_email_address_id":"b","email_addresses":[
                {"id":"a","email_address":"a@x.org","verification":{"status":"verified"}},
                {"id":"b","email_address":"b@x.org","verification":%s}]}}""".formatted(verification));

        assertThat(event.user().email()).contains("b@x.org");
        assertThat(event.user().verifiedEmail().isPresent()).isEqualTo(verified);
    }

    @Test
    void leavesUnknownTypesAsTheyAre() {
        assertThat(ClerkEvent.parse("{\"type\":\"moon.landed\",\"data\":{}}")).isInstanceOf(ClerkEvent.Other.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[]", "{\"data\":{}}", "{\"type\":\"user.updated\"}"})
    void saysWhatIsMissingWithoutQuoting(String body) {
        assertThatThrownBy(() -> ClerkEvent.parse(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The event ")
                .hasMessageNotContaining("user_secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"user.updated\",\"data\":{\"id\":\"user_secret\"}}",
                "{\"type\":\"user.deleted\",\"data\":{}}",
                "{\"type\":\"session.revoked\",\"data\":{\"id\":\"sess_1\"}}"
            })
    void keepsWhatIsClerksAndCannotBeReadWithTheReason(String body) {
        var event = (ClerkEvent.Unreadable) ClerkEvent.parse(body);

        assertThat(event.why()).startsWith("The event has no ").doesNotContain("user_secret");
    }
}
