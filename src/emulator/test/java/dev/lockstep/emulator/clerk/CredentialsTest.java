package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.clerk.Backend.Reply;
import dev.lockstep.emulator.clerk.Visitor.Visit;
import dev.lockstep.emulator.clerk.people.ClerkEvent;
import dev.lockstep.emulator.clerk.store.Database;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What npm's client does not ask for, or cannot see: codes, pages, events, and people from before there were passwords. */
@Tag("wire")
class CredentialsTest {

    @TempDir
    Path home;

    private static JsonNode create(Backend backend, String body) throws Exception {
        Reply reply = backend.call("POST", "/users", body);
        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
        return reply.json();
    }

    private static String id(JsonNode node) {
        return node.get("id").stringValue();
    }

    @Test
    void letsSomebodyInWhoKnowsThePassword() throws Exception {
        try (var clerk = ClerkEmulator.start(Clerks.settings(home))) {
            var backend = new Backend(clerk);
            var user = create(backend, "{\"email_address\":[\"pw@example.com\"],\"password\":\"open sesame\"}");
            var visitor = new Visitor(clerk.issuer());
            Visit page = visitor.submit(visitor.get("/sign-in/email"), Map.of("email", "pw@example.com"));

            Visit wrong = visitor.submit(page, Map.of("password", "close sesame"));
            Visit right = visitor.submit(wrong, Map.of("password", "open sesame"));

            assertThat(page.body()).contains("Enter your password", "Use a code instead");
            assertThat(wrong.status()).isEqualTo(422);
            assertThat(wrong.body()).contains("That is not the password");
            assertThat(right.body()).contains("Signed in as");
            assertThat(backend.get("/sessions?user_id=" + id(user)).json().size())
                    .isEqualTo(1);

            backend.call("POST", "/users/" + id(user) + "/password/set_compromised");
            Visit refused = visitor.submit(
                    visitor.submit(visitor.get("/sign-in/email"), Map.of("email", "pw@example.com")),
                    Map.of("password", "open sesame"));
            assertThat(refused.body()).contains("must not be used any more");
        }
    }

    @Test
    void endsAPasswordAfterFiveTries() throws Exception {
        try (var clerk = ClerkEmulator.start(Clerks.settings(home))) {
            create(new Backend(clerk), "{\"email_address\":[\"pw@example.com\"],\"password\":\"open sesame\"}");
            var visitor = new Visitor(clerk.issuer());
            Visit page = visitor.submit(visitor.get("/sign-in/email"), Map.of("email", "pw@example.com"));

            for (int i = 0; i < 4; i++) {
                page = visitor.submit(page, Map.of("password", "guess " + i));
            }

            assertThat(visitor.submit(page, Map.of("password", "the fifth")).status())
                    .isEqualTo(410);
        }
    }

    @Test
    void removesAPasswordAndTellsOfItOnce() throws Exception {
        var events = new CopyOnWriteArrayList<ClerkEvent>();
        try (var clerk = ClerkEmulator.start(Clerks.settings(home))) {
            var backend = new Backend(clerk);
            String id = id(create(backend, "{\"password\":\"open sesame\"}"));
            String session = id(backend.call("POST", "/sessions", "{\"user_id\":\"" + id + "\"}")
                    .json());
            clerk.listen(events::add);

            JsonNode removed = backend.call("POST", "/users/" + id + "/remove_password", "{}")
                    .json();
            backend.call("POST", "/users/" + id + "/remove_password", "{\"sign_out_of_other_sessions\":true}");

            assertThat(removed.get("password_enabled").booleanValue()).isFalse();
            assertThat(removed.get("password_last_updated_at").isNull()).isTrue();
            assertThat(events).hasExactlyElementsOfTypes(ClerkEvent.UserUpdated.class, ClerkEvent.SessionClosed.class);
            assertThat(backend.get("/sessions/" + session).json().get("status").stringValue())
                    .isEqualTo("revoked");
        }
    }

    @Test
    void verifiesByACode() throws Exception {
        try (var clerk = ClerkEmulator.start(Clerks.settings(home))) {
            var backend = new Backend(clerk);
            String user = id(create(backend, "{}"));
            for (String[] kind : new String[][] {
                {"email_addresses", "email_address", "a@example.com"}, {"phone_numbers", "phone_number", "+12025550100"}
            }) {
                String id = id(backend.call(
                                "POST",
                                "/" + kind[0],
                                "{\"user_id\":\"" + user + "\",\"" + kind[1] + "\":\"" + kind[2] + "\"}")
                        .json());
                String path = "/" + kind[0] + "/" + id;
                String verification =
                        id(backend.call("POST", path + "/prepare_verification").json());

                var wrong = attempt(backend, path, verification, "000000");
                var right = attempt(backend, path, verification, "424242");

                assertThat(wrong.json().get("status").stringValue()).isEqualTo("unverified");
                assertThat(right.json().get("status").stringValue()).isEqualTo("verified");
                assertThat(right.json().get("attempts").intValue()).isEqualTo(2);
                assertThat(attempt(backend, path, verification, "424242").code())
                        .isEqualTo("verification_already_verified");
                assertThat(backend.get(path)
                                .json()
                                .get("verification")
                                .get("status")
                                .stringValue())
                        .isEqualTo("verified");
                assertThat(attempt(backend, path, "ver_none", "424242").status())
                        .isEqualTo(404);
            }
        }
    }

    private static Reply attempt(Backend backend, String path, String verification, String code) throws Exception {
        return backend.call(
                "POST",
                path + "/attempt_verification",
                "{\"verification_id\":\"" + verification + "\",\"code\":\"" + code + "\"}");
    }

    @Test
    void bansManyAtOnceOrNobody() throws Exception {
        try (var clerk = ClerkEmulator.start(Clerks.settings(home))) {
            var backend = new Backend(clerk);
            String one = id(create(backend, "{}"));
            String two = id(create(backend, "{}"));

            Reply refused = backend.call("POST", "/users/ban", "{\"user_ids\":[\"" + one + "\",\"user_none\"]}");
            assertThat(refused.status()).isEqualTo(404);
            assertThat(backend.get("/users/" + one).json().get("banned").booleanValue())
                    .isFalse();

            JsonNode banned = backend.call("POST", "/users/ban", "{\"user_ids\":[\"" + one + "\",\"" + two + "\"]}")
                    .json();
            assertThat(banned.valueStream().map(user -> user.get("banned").booleanValue()))
                    .containsExactly(true, true);
            assertThat(backend.call("POST", "/users/unban", "{\"user_ids\":[\"" + two + "\"]}")
                            .json()
                            .get(0)
                            .get("banned")
                            .booleanValue())
                    .isFalse();
        }
    }

    /** Documents of people lacked these fields, and the rows of addresses their ids, until there were passwords. */
    @Test
    void readsPeopleFromBeforeThereWerePasswords() throws Exception {
        String ada;
        try (var clerk = ClerkEmulator.start(Clerks.settings(home))) {
            var backend = new Backend(clerk);
            ada = id(backend.get("/users?username=ada_lovelace").json().get(0));
            backend.call("POST", "/sessions", "{\"user_id\":\"" + ada + "\"}");
        }
        try (var database = Database.open(home.resolve("emulator").resolve("clerk"))) {
            String document = database.jdbc()
                    .sql("SELECT document FROM users WHERE id = ?")
                    .param(ada)
                    .query(String.class)
                    .single();
            var person = (ObjectNode) Backend.JSON.readTree(document);
            person.remove(List.of("phones", "password"));
            ((ObjectNode) person.get("profile")).remove("primaryPhoneId");
            ((ObjectNode) person.get("emails").get(0)).remove("proof");
            database.jdbc()
                    .sql("UPDATE users SET document = ? WHERE id = ?")
                    .params(person.toString(), ada)
                    .update();
            // The tables and columns that a folder of that time lacks.
            for (String statement : List.of(
                    "DROP INDEX email_addresses_id",
                    "ALTER TABLE email_addresses DROP COLUMN id",
                    "ALTER TABLE sessions DROP COLUMN actor",
                    "ALTER TABLE sessions DROP COLUMN organization_id",
                    "DROP TABLE phone_numbers",
                    "DROP TABLE shelves",
                    "DROP TABLE organization_memberships",
                    "DROP TABLE logos")) {
                database.jdbc().sql(statement).update();
            }
        }
        try (var clerk = ClerkEmulator.start(Clerks.settings(home))) {
            var backend = new Backend(clerk);
            JsonNode user = backend.get("/users/" + ada).json();
            String address = id(user.get("email_addresses").get(0));

            assertThat(user.get("password_enabled").booleanValue()).isFalse();
            assertThat(user.get("phone_numbers").isEmpty()).isTrue();
            assertThat(backend.get("/email_addresses/" + address)
                            .json()
                            .get("verification")
                            .get("status")
                            .stringValue())
                    .isEqualTo("verified");
            assertThat(backend.get("/email_addresses/idn_none").status()).isEqualTo(404);
            JsonNode session = backend.get("/sessions?user_id=" + ada).json().get(0);
            assertThat(session.get("status").stringValue()).isEqualTo("active");
            assertThat(session.get("actor").isNull()).isTrue();
            assertThat(backend.call("POST", "/sessions/" + id(session) + "/tokens")
                            .status())
                    .isEqualTo(200);
        }
    }
}
