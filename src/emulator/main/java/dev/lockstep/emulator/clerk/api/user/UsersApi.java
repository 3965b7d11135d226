package dev.lockstep.emulator.clerk.api.user;

import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Images;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.store.Sessions;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.RateLimit;
import java.net.URI;
import java.time.Clock;
import org.springframework.web.servlet.function.RouterFunctions;

/** {@code /users}, {@code /email_addresses} and {@code /phone_numbers}. */
public final class UsersApi {

    private final UsersEndpoint users;
    private final CredentialsEndpoint credentials;
    private final EmailAddressesEndpoint emails;
    private final PhoneNumbersEndpoint phones;

    /**
     * @param issuer where the pictures are
     * @param writes counts the changes of each person
     */
    public UsersApi(Stores stores, URI issuer, RateLimit writes, Answers answers, Clock clock) {
        var json = new UserJson(answers.json(), issuer);
        var verifications = new Verifications(stores.ids(), clock, answers.json());
        this.users = new UsersEndpoint(stores, writes, answers, json, clock);
        this.credentials = new CredentialsEndpoint(stores.people(), stores.sessions(), answers, json);
        this.emails = new EmailAddressesEndpoint(stores.people(), verifications, answers);
        this.phones = new PhoneNumbersEndpoint(stores.people(), verifications, answers);
    }

    /** What is read and changed. */
    public record Stores(People people, Sessions sessions, Images images, Ids ids) {}

    public void routes(RouterFunctions.Builder routes) {
        users.routes(routes);
        credentials.routes(routes);
        emails.routes(routes);
        phones.routes(routes);
    }
}
