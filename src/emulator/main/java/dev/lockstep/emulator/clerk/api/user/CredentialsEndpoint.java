package dev.lockstep.emulator.clerk.api.user;

import dev.lockstep.emulator.clerk.people.ExternalAccount;
import dev.lockstep.emulator.clerk.people.Password;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.store.Sessions;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import dev.lockstep.emulator.clerk.wire.Page;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What people sign in with, below {@code /users/{id}}: their password and their accounts elsewhere. */
final class CredentialsEndpoint {

    private final People people;
    private final Sessions sessions;
    private final Answers answers;
    private final Bodies bodies;
    private final UserJson users;

    CredentialsEndpoint(People people, Sessions sessions, Answers answers, UserJson users) {
        this.people = people;
        this.sessions = sessions;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
        this.users = users;
    }

    void routes(RouterFunctions.Builder routes) {
        routes.POST("/users/{id}/verify_password", this::verify)
                .POST("/users/{id}/remove_password", this::remove)
                .POST("/users/{id}/password/set_compromised", request -> compromised(request, true))
                .POST("/users/{id}/password/unset_compromised", request -> compromised(request, false))
                .GET("/users/{id}/oauth_access_tokens/{provider}", this::tokens)
                .DELETE("/users/{id}/external_accounts/{account}", this::unlink);
    }

    private ServerResponse verify(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        String plain = form.required("password");
        form.end();
        if (!password(person(request)).matches(plain)) {
            throw Refusal.field(
                    "form_password_incorrect", "password", "Password is incorrect. Try again, or use another method.");
        }
        return answers.ok(answers.json().createObjectNode().put("verified", true));
    }

    private static Password password(Person person) {
        return Optional.ofNullable(person.password())
                .orElseThrow(() -> Refusal.of(400, "no_password_set", "This user does not have a password set."));
    }

    private ServerResponse remove(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        boolean signOut = form.flag("sign_out_of_other_sessions").orElse(false);
        form.end();
        Person person = person(request);
        // Who has none is left as they are, and nobody hears of a change.
        Person changed =
                person.password() == null ? person : people.update(person.id(), before -> before.withPassword(null));
        if (signOut) {
            sessions.revokeAll(person.id());
        }
        return answers.ok(users.of(changed));
    }

    private ServerResponse compromised(ServerRequest request, boolean compromised) throws IOException {
        var form = new Form(bodies.object(request));
        boolean revoke = form.flag("revoke_all_sessions").orElse(false);
        form.end();
        Person changed = people.update(
                request.pathVariable("id"),
                person -> person.withPassword(password(person).withCompromised(compromised)));
        if (revoke) {
            sessions.revokeAll(changed.id());
        }
        return answers.ok(users.of(changed));
    }

    /** The emulated providers know no tokens of their own, so each account has one that is the same each time. */
    private ServerResponse tokens(ServerRequest request) {
        String provider = request.pathVariable("provider");
        String strategy = provider.startsWith("oauth_") ? provider : "oauth_" + provider;
        List<ExternalAccount> accounts = person(request).accounts().stream()
                .filter(account -> account.provider().equals(strategy))
                .toList();
        ArrayNode page = answers.json().createArrayNode();
        Page.of(request).cut(accounts).forEach(account -> page.add(token(account)));
        return answers.list(request, page, accounts.size());
    }

    private ObjectNode token(ExternalAccount account) {
        ObjectNode token = answers.json()
                .createObjectNode()
                .put("object", "oauth_access_token")
                .put("external_account_id", account.id())
                .put("provider_user_id", account.providerUserId())
                .put("token", "emulated_" + UUID.nameUUIDFromBytes(account.id().getBytes()))
                .putNull("expires_at")
                .put("provider", account.provider())
                .putNull("label");
        token.putObject("public_metadata");
        token.putArray("scopes").add("email").add("openid").add("profile");
        return token;
    }

    private ServerResponse unlink(ServerRequest request) {
        String account = request.pathVariable("account");
        if (person(request).accounts().stream().noneMatch(known -> known.id().equals(account))) {
            throw Refusal.notFound("External account");
        }
        people.update(request.pathVariable("id"), person -> person.withoutAccount(account));
        return answers.deleted("external_account", account);
    }

    private Person person(ServerRequest request) {
        return people.get(request.pathVariable("id"));
    }
}
