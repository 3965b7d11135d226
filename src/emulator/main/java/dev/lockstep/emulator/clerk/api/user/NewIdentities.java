package dev.lockstep.emulator.clerk.api.user;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.PhoneNumber;
import dev.lockstep.emulator.clerk.people.Proof;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.wire.Form;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The addresses and telephone numbers that a person is made with. Each counts as verified by an administrator, unless
 * the list of statuses beside it, which is as long, says {@code reserved}.
 */
final class NewIdentities {

    private static final String STATUS = "_identification_status";
    private static final List<String> LISTS =
            List.of("email_address", "phone_number", "email_address" + STATUS, "phone_number" + STATUS);

    private final People people;
    private final ObjectNode body;
    private final Form form;

    NewIdentities(People people, ObjectNode body) {
        this.people = people;
        this.body = body;
        this.form = new Form(body);
    }

    /**
     * Takes the fields out of the body.
     *
     * @throws Refusal when one is ill-formed
     */
    UnaryOperator<Person> taken() {
        List<String> addresses = form.texts("email_address");
        addresses.forEach(NewIdentities::check);
        List<String> numbers = form.texts("phone_number").stream()
                .map(number -> PhoneNumber.checked("phone_number", number))
                .toList();
        List<Proof> ofAddresses = proofs("email_address", addresses.size());
        List<Proof> ofNumbers = proofs("phone_number", numbers.size());
        LISTS.forEach(body::remove);
        List<EmailAddress> emails = IntStream.range(0, addresses.size())
                .mapToObj(i -> people.newEmail(addresses.get(i), ofAddresses.get(i)))
                .toList();
        List<PhoneNumber> phones = IntStream.range(0, numbers.size())
                .mapToObj(i -> people.newPhone(numbers.get(i), ofNumbers.get(i), false))
                .toList();
        return person -> person.withEmails(emails).withPhones(phones);
    }

    static void check(String address) {
        if (!EmailAddress.plausible(address)) {
            throw Refusal.illFormed("email_address", "a valid email address");
        }
    }

    private List<Proof> proofs(String list, int size) {
        List<String> statuses = form.texts(list + STATUS);
        if (!statuses.isEmpty() && statuses.size() != size) {
            throw Refusal.field(
                    "form_param_value_invalid", list + STATUS, list + STATUS + " must be as long as " + list + ".");
        }
        return statuses.isEmpty()
                ? Collections.nCopies(size, Proof.ADMIN)
                : statuses.stream().map(status -> proof(list + STATUS, status)).toList();
    }

    /** @throws Refusal when the text is no status of an identification */
    static Proof proof(String field, String status) {
        return switch (status) {
            case "verified" -> Proof.ADMIN;
            case "reserved" -> Proof.RESERVED;
            case "unverified" -> Proof.NONE;
            default ->
                throw Refusal.field(
                        "form_param_value_invalid", field, field + " must be verified, reserved or unverified.");
        };
    }
}
