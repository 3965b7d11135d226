package dev.lockstep.emulator.clerk.pages;

import dev.lockstep.emulator.clerk.pages.Attempts.Attempt;
import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Person.Profile;
import dev.lockstep.emulator.clerk.people.Proof;
import dev.lockstep.emulator.clerk.store.Newcomer;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.page.Html;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Signing in by e-mail: the address, the code, and for somebody new the name. The code is shown instead of mailed. */
final class EmailPages {

    static final String PAGE = "/sign-in/email";
    static final String CODE_PAGE = "/sign-in/email/code";
    private static final String DETAILS_PAGE = "/sign-in/email/details";
    private static final int LONGEST_NAME = 256;

    private final Layout layout;
    private final People people;
    private final Attempts attempts;
    private final SignInPages.Arrival arrival;
    private final Admission admission;

    EmailPages(Layout layout, People people, Attempts attempts, SignInPages.Arrival arrival, Admission admission) {
        this.layout = layout;
        this.people = people;
        this.attempts = attempts;
        this.arrival = arrival;
        this.admission = admission;
    }

    void routes(RouterFunctions.Builder routes) {
        routes.GET(PAGE, request -> address(request, HttpStatus.OK, Html.NOTHING))
                .POST(PAGE, this::addressed)
                .GET(CODE_PAGE, request -> code(request, HttpStatus.OK, Html.NOTHING))
                .POST(CODE_PAGE, this::coded)
                .GET(DETAILS_PAGE, request -> details(request, HttpStatus.OK, Html.NOTHING))
                .POST(DETAILS_PAGE, this::detailed);
    }

    private ServerResponse address(ServerRequest request, HttpStatus status, Html problem) {
        Continuation next = SignInPages.next(request);
        String hint =
                request.param("email").or(() -> request.param("login_hint")).orElse("");
        return layout.page(
                status,
                "Your email address",
                Html.of(
                        """
                        <h1>Your email address</h1>
                        <p class="lead">We send a code of six digits to it.</p>
                        %s
                        <form method="post" action="%s">%s%s
                        <label>Email address<input type="email" name="email" value="%s" autocomplete="email" required maxlength="254" autofocus></label>
                        <button class="button primary">Continue</button>
                        </form>
                        <p class="back"><a href="%s">Other ways to sign in</a></p>
                        """,
                        problem,
                        PAGE,
                        Layout.csrf(request.servletRequest()),
                        SignInPages.hidden(next),
                        hint,
                        next.at("/sign-in")));
    }

    private ServerResponse addressed(ServerRequest request) {
        String email = request.param("email").orElse("").strip();
        if (!EmailAddress.plausible(email)) {
            return address(
                    request,
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    ProviderPages.problem("Enter an email address, such as ada@example.com."));
        }
        Optional<Person> known = people.byEmail(email);
        if (!admission.admits(email, known.isPresent() ? Admission.Visitor.KNOWN : Admission.Visitor.NEW)) {
            return SignInPages.notAdmitted(layout, email, SignInPages.next(request));
        }
        boolean password = known.map(Person::password).isPresent();
        return to(SignInPages.next(request), password ? PasswordPages.PAGE : CODE_PAGE, attempts.start(email));
    }

    private static ServerResponse to(Continuation next, String page, Attempt attempt) {
        return ServerResponse.seeOther(URI.create(next.at(page, "attempt", attempt.id())))
                .build();
    }

    private ServerResponse code(ServerRequest request, HttpStatus status, Html problem) {
        Continuation next = SignInPages.next(request);
        Optional<Attempt> attempt = attempt(request);
        if (attempt.isEmpty()) {
            return expired(request);
        }
        return layout.page(
                status,
                "Enter the code",
                Html.of(
                        """
                        <h1>Enter the code</h1>
                        <p class="lead">For <strong>%s</strong></p>
                        <div class="mail" role="note" aria-label="Stand-in for the mail">
                        <p>No mail is sent by the emulator. This is what it would say:</p>
                        <p class="code">%s</p>
                        </div>
                        %s
                        <form method="post" action="%s">%s%s
                        <input type="hidden" name="attempt" value="%s">
                        <label>Code<input name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="6" autofocus></label>
                        <button class="button primary">Continue</button>
                        </form>
                        <p class="back"><a href="%s">Use another address</a></p>
                        """,
                        attempt.get().email(),
                        attempt.get().code(),
                        problem,
                        CODE_PAGE,
                        Layout.csrf(request.servletRequest()),
                        SignInPages.hidden(next),
                        attempt.get().id(),
                        next.at(PAGE)));
    }

    private ServerResponse coded(ServerRequest request) {
        Optional<Attempt> attempt = attempt(request);
        if (attempt.isEmpty()) {
            return expired(request);
        }
        if (!attempts.prove(attempt.get().id(), request.param("code").orElse(""))) {
            return code(
                    request,
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    ProviderPages.problem("That is not the code. Look again, or use another address."));
        }
        Optional<Person> known = people.byEmail(attempt.get().email());
        if (known.isEmpty()) {
            return to(SignInPages.next(request), DETAILS_PAGE, attempt.get());
        }
        attempts.finish(attempt.get().id());
        return arrival.at(request, proved(known.get(), attempt.get().email()), SignInPages.next(request));
    }

    /** Whoever read the code there has the address. */
    private Person proved(Person person, String address) {
        boolean known = person.emails().stream()
                .filter(email -> EmailAddress.key(email.address()).equals(EmailAddress.key(address)))
                .allMatch(email -> email.proof().verified());
        return known
                ? person
                : people.update(
                        person.id(),
                        before -> before.withEmails(before.emails().stream()
                                .map(email -> EmailAddress.key(email.address()).equals(EmailAddress.key(address))
                                        ? email.with(Proof.CODE)
                                        : email)
                                .toList()));
    }

    private ServerResponse details(ServerRequest request, HttpStatus status, Html problem) {
        Continuation next = SignInPages.next(request);
        Optional<Attempt> attempt = attempt(request).filter(Attempt::proven);
        if (attempt.isEmpty()) {
            return expired(request);
        }
        return layout.page(
                status,
                "Create your account",
                Html.of(
                        """
                        <h1>Create your account</h1>
                        <p class="lead">For <strong>%s</strong></p>
                        %s
                        <form method="post" action="%s">%s%s
                        <input type="hidden" name="attempt" value="%s">
                        <label>First name<input name="first_name" value="%s" autocomplete="given-name" maxlength="256" autofocus></label>
                        <label>Last name<input name="last_name" value="%s" autocomplete="family-name" maxlength="256"></label>
                        <button class="button primary">Create account</button>
                        </form>
                        """,
                        attempt.get().email(),
                        problem,
                        DETAILS_PAGE,
                        Layout.csrf(request.servletRequest()),
                        SignInPages.hidden(next),
                        attempt.get().id(),
                        request.param("first_name").orElse(""),
                        request.param("last_name").orElse("")));
    }

    private ServerResponse detailed(ServerRequest request) {
        Optional<Attempt> attempt = attempt(request).filter(Attempt::proven);
        if (attempt.isEmpty()) {
            return expired(request);
        }
        String first = request.param("first_name").orElse("").strip();
        String last = request.param("last_name").orElse("").strip();
        if (first.length() > LONGEST_NAME || last.length() > LONGEST_NAME) {
            return details(
                    request,
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    ProviderPages.problem("A name has at most 256 characters."));
        }
        String email = attempt.get().email();
        attempts.finish(attempt.get().id());
        Person person = people.byEmail(email)
                .orElseGet(() ->
                        people.create(Newcomer.by(email, Profile.named(null, blankAsNull(first), blankAsNull(last)))));
        return arrival.at(request, person, SignInPages.next(request));
    }

    private Optional<Attempt> attempt(ServerRequest request) {
        return request.param("attempt").flatMap(attempts::find);
    }

    private ServerResponse expired(ServerRequest request) {
        return expired(layout, request);
    }

    static ServerResponse expired(Layout layout, ServerRequest request) {
        return layout.page(
                HttpStatus.GONE,
                "The code has expired",
                Html.of(
                        "<h1>The code has expired</h1><p>A code is good for ten minutes and five tries.</p>"
                                + "<p><a class=\"button primary\" href=\"%s\">Get a new one</a></p>",
                        SignInPages.next(request).at(PAGE)));
    }

    private static @Nullable String blankAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
