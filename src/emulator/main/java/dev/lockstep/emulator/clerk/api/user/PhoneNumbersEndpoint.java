package dev.lockstep.emulator.clerk.api.user;

import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.PhoneNumber;
import dev.lockstep.emulator.clerk.people.Proof;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.node.ObjectNode;

/** {@code /phone_numbers}, and the one that replaces all of a person's. */
final class PhoneNumbersEndpoint {

    private final People people;
    private final Verifications verifications;
    private final Answers answers;
    private final Bodies bodies;
    private final IdentityJson json;

    PhoneNumbersEndpoint(People people, Verifications verifications, Answers answers) {
        this.people = people;
        this.verifications = verifications;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
        this.json = new IdentityJson(answers.json());
    }

    void routes(RouterFunctions.Builder routes) {
        routes.POST("/phone_numbers", this::create)
                .GET("/phone_numbers/{id}", request -> answer(owner(request), id(request)))
                .PATCH("/phone_numbers/{id}", this::update)
                .DELETE("/phone_numbers/{id}", this::delete)
                .POST("/phone_numbers/{id}/prepare_verification", this::prepare)
                .POST("/phone_numbers/{id}/attempt_verification", this::attempt)
                .PUT("/users/{id}/phone_number", this::replace);
    }

    private ServerResponse create(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        String user = form.required("user_id");
        String number = PhoneNumber.checked("phone_number", form.required("phone_number"));
        Proof proof = form.flag("verified").orElse(false) ? Proof.ADMIN : Proof.NONE;
        boolean primary = form.flag("primary").orElse(false);
        boolean secondFactorOnly = form.flag("reserved_for_second_factor").orElse(false);
        form.end();
        PhoneNumber phone = people.newPhone(number, proof, secondFactorOnly);
        checkSecondFactor(phone);
        Person changed = people.update(user, person -> {
            var phones = new ArrayList<>(person.phones());
            phones.add(phone);
            return primary || person.phones().isEmpty()
                    ? primary(person.withPhones(phones), phone.id())
                    : person.withPhones(phones);
        });
        return answer(changed, phone.id());
    }

    private static PhoneNumber checkSecondFactor(PhoneNumber phone) {
        if (phone.secondFactorOnly() && !phone.proof().verified()) {
            throw Refusal.field(
                    "form_param_value_invalid",
                    "reserved_for_second_factor",
                    "Only a verified phone number can be reserved for the second factor.");
        }
        return phone;
    }

    private static Person primary(Person person, String id) {
        return person.with(person.profile().withPrimaryPhoneId(id));
    }

    private ServerResponse update(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        Optional<Boolean> verified = form.flag("verified");
        Optional<Boolean> secondFactorOnly = form.flag("reserved_for_second_factor");
        boolean primary = form.flag("primary").orElse(false);
        form.end();
        String id = id(request);
        Person changed = people.update(owner(request).id(), person -> {
            Person marked = each(person, id, phone -> {
                PhoneNumber proved = verified.filter(
                                flag -> flag != phone.proof().verified())
                        .map(flag -> phone.with(flag ? Proof.ADMIN : Proof.NONE))
                        .orElse(phone);
                return checkSecondFactor(
                        secondFactorOnly.map(proved::withSecondFactorOnly).orElse(proved));
            });
            return primary ? primary(marked, id) : marked;
        });
        return answer(changed, id);
    }

    private static Person each(Person person, String id, UnaryOperator<PhoneNumber> change) {
        return person.withPhones(person.phones().stream()
                .map(phone -> phone.id().equals(id) ? change.apply(phone) : phone)
                .toList());
    }

    private ServerResponse delete(ServerRequest request) {
        String id = id(request);
        people.update(
                owner(request).id(),
                person -> person.withPhones(person.phones().stream()
                        .filter(phone -> !phone.id().equals(id))
                        .toList()));
        return answers.deleted("phone_number", id);
    }

    private ServerResponse prepare(ServerRequest request) {
        owner(request);
        return answers.ok(verifications.prepare(id(request), "phone_code"));
    }

    private ServerResponse attempt(ServerRequest request) throws IOException {
        Person owner = owner(request);
        String id = id(request);
        var form = new Form(bodies.object(request));
        ObjectNode told = verifications.attempt(id, form.required("verification_id"), form.required("code"));
        form.end();
        boolean news = owner.phones().stream()
                .anyMatch(phone -> phone.id().equals(id) && !phone.proof().verified());
        if (Verifications.verified(told) && news) {
            people.update(owner.id(), person -> each(person, id, phone -> phone.with(Proof.CODE)));
        }
        return answers.ok(told);
    }

    private ServerResponse replace(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        String number = PhoneNumber.checked("phone_number", form.required("phone_number"));
        Proof proof = form.text("identification_status")
                .map(status -> NewIdentities.proof("identification_status", status))
                .orElse(Proof.ADMIN);
        form.end();
        PhoneNumber phone = people.newPhone(number, proof, false);
        Person changed = people.update(
                request.pathVariable("id"), person -> primary(person.withPhones(List.of(phone)), phone.id()));
        return answer(changed, phone.id());
    }

    private Person owner(ServerRequest request) {
        return people.byIdentification(id(request))
                .filter(person ->
                        person.phones().stream().anyMatch(phone -> phone.id().equals(id(request))))
                .orElseThrow(() -> Refusal.notFound("Phone number"));
    }

    private ServerResponse answer(Person person, String id) {
        return answers.ok(person.phones().stream()
                .filter(phone -> phone.id().equals(id))
                .findFirst()
                .map(json::of)
                .orElseThrow(() -> Refusal.notFound("Phone number")));
    }

    private static String id(ServerRequest request) {
        return request.pathVariable("id");
    }
}
