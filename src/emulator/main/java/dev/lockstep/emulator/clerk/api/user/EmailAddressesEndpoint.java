package dev.lockstep.emulator.clerk.api.user;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Person;
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

/** {@code /email_addresses}, and the one that replaces all of a person's. */
final class EmailAddressesEndpoint {

    private static final String NOTIFY = "notify_primary_email_address_changed";

    private final People people;
    private final Verifications verifications;
    private final Answers answers;
    private final Bodies bodies;
    private final IdentityJson json;

    EmailAddressesEndpoint(People people, Verifications verifications, Answers answers) {
        this.people = people;
        this.verifications = verifications;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
        this.json = new IdentityJson(answers.json());
    }

    void routes(RouterFunctions.Builder routes) {
        routes.POST("/email_addresses", this::create)
                .GET("/email_addresses/{id}", request -> answer(owner(request), id(request)))
                .PATCH("/email_addresses/{id}", this::update)
                .DELETE("/email_addresses/{id}", this::delete)
                .POST("/email_addresses/{id}/prepare_verification", this::prepare)
                .POST("/email_addresses/{id}/attempt_verification", this::attempt)
                .PUT("/users/{id}/email_address", this::replace);
    }

    private ServerResponse create(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request)).ignore(NOTIFY);
        String user = form.required("user_id");
        String address = form.required("email_address");
        NewIdentities.check(address);
        Proof proof = form.flag("verified").orElse(false) ? Proof.ADMIN : Proof.NONE;
        boolean primary = form.flag("primary").orElse(false);
        form.end();
        EmailAddress email = people.newEmail(address, proof);
        Person changed = people.update(user, person -> {
            var emails = new ArrayList<>(person.emails());
            emails.add(email);
            return primary || person.emails().isEmpty()
                    ? primary(person.withEmails(emails), email.id())
                    : person.withEmails(emails);
        });
        return answer(changed, email.id());
    }

    private static Person primary(Person person, String id) {
        return person.with(person.profile().withPrimaryEmailId(id));
    }

    private ServerResponse update(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request)).ignore(NOTIFY);
        Optional<Boolean> verified = form.flag("verified");
        boolean primary = form.flag("primary").orElse(false);
        form.end();
        String id = id(request);
        Person changed = people.update(owner(request).id(), person -> {
            Person marked = verified.map(flag -> marked(person, id, flag)).orElse(person);
            return primary ? primary(marked, id) : marked;
        });
        return answer(changed, id);
    }

    /** An address that is verified already keeps the way in which it was. */
    private static Person marked(Person person, String id, boolean verified) {
        return each(person, id, email -> {
            if (email.proof().verified() == verified) {
                return email;
            }
            return email.with(verified ? Proof.ADMIN : Proof.NONE);
        });
    }

    private static Person each(Person person, String id, UnaryOperator<EmailAddress> change) {
        return person.withEmails(person.emails().stream()
                .map(email -> email.id().equals(id) ? change.apply(email) : email)
                .toList());
    }

    private ServerResponse delete(ServerRequest request) {
        String id = id(request);
        people.update(
                owner(request).id(),
                person -> person.withEmails(person.emails().stream()
                        .filter(email -> !email.id().equals(id))
                        .toList()));
        return answers.deleted("email_address", id);
    }

    private ServerResponse prepare(ServerRequest request) {
        owner(request);
        return answers.ok(verifications.prepare(id(request), "email_code"));
    }

    private ServerResponse attempt(ServerRequest request) throws IOException {
        Person owner = owner(request);
        String id = id(request);
        var form = new Form(bodies.object(request));
        ObjectNode told = verifications.attempt(id, form.required("verification_id"), form.required("code"));
        form.end();
        boolean news = owner.emails().stream()
                .anyMatch(email -> email.id().equals(id) && !email.proof().verified());
        if (Verifications.verified(told) && news) {
            people.update(owner.id(), person -> each(person, id, email -> email.with(Proof.CODE)));
        }
        return answers.ok(told);
    }

    private ServerResponse replace(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request)).ignore(NOTIFY);
        String address = form.required("email_address");
        NewIdentities.check(address);
        Proof proof = form.text("identification_status")
                .map(status -> NewIdentities.proof("identification_status", status))
                .orElse(Proof.ADMIN);
        form.end();
        EmailAddress email = people.newEmail(address, proof);
        Person changed = people.update(request.pathVariable("id"), person -> {
            if (person.emails().stream().anyMatch(known -> known.linkedAccount() != null)) {
                throw Refusal.of(
                        400,
                        "form_param_value_invalid",
                        "An email address is linked to a connected account; remove that account first.");
            }
            return primary(person.withEmails(List.of(email)), email.id());
        });
        return answer(changed, email.id());
    }

    private Person owner(ServerRequest request) {
        return people.byIdentification(id(request))
                .filter(person ->
                        person.emails().stream().anyMatch(email -> email.id().equals(id(request))))
                .orElseThrow(() -> Refusal.notFound("Email address"));
    }

    private ServerResponse answer(Person person, String id) {
        return answers.ok(person.emails().stream()
                .filter(email -> email.id().equals(id))
                .findFirst()
                .map(json::of)
                .orElseThrow(() -> Refusal.notFound("Email address")));
    }

    private static String id(ServerRequest request) {
        return request.pathVariable("id");
    }
}
