package dev.lockstep.emulator.clerk.api.user;

import dev.lockstep.emulator.clerk.people.Password;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.wire.Form;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** A password in a request that makes or changes a person: as it is, or as a digest with the name of its hasher. */
final class PasswordFields {

    private static final String[] NAMES = {"password", "password_digest", "password_hasher", "skip_password_checks"};

    private PasswordFields() {}

    /**
     * Takes the fields out of the body.
     *
     * @return the password to set, empty where none is named
     * @throws Refusal when it breaks a rule, or is told in both ways, or by half
     */
    static Optional<Password> take(ObjectNode body, Clock clock) {
        var form = new Form(body);
        for (String name : NAMES) {
            body.remove(name);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        boolean skipped = form.flag("skip_password_checks").orElse(false);
        Optional<String> plain = form.text("password");
        Optional<String> digest = form.text("password_digest");
        Optional<String> hasher = form.text("password_hasher");
        if (digest.isPresent() != hasher.isPresent()) {
            throw Refusal.missing(digest.isPresent() ? "password_hasher" : "password_digest");
        }
        if (plain.isPresent() && digest.isPresent()) {
            throw Refusal.field(
                    "form_param_value_invalid", "password", "password and password_digest exclude each other.");
        }
        return plain.map(text -> Password.of(text, skipped ? Password.Checks.SKIPPED : Password.Checks.MADE, now))
                .or(() -> digest.map(text -> Password.digested(text, hasher.orElseThrow(), now)));
    }

    static UnaryOperator<Person> setting(Optional<Password> password) {
        return person -> password.map(person::withPassword).orElse(person);
    }
}
