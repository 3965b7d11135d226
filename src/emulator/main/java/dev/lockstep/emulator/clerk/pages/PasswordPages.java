package dev.lockstep.emulator.clerk.pages;

import dev.lockstep.emulator.clerk.pages.Attempts.Attempt;
import dev.lockstep.emulator.clerk.people.Password;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.page.Html;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Asks for the password of somebody who has one, and offers a code instead. A compromised one is not taken. */
final class PasswordPages {

    static final String PAGE = "/sign-in/email/password";

    private final Layout layout;
    private final People people;
    private final Attempts attempts;
    private final SignInPages.Arrival arrival;

    PasswordPages(Layout layout, People people, Attempts attempts, SignInPages.Arrival arrival) {
        this.layout = layout;
        this.people = people;
        this.attempts = attempts;
        this.arrival = arrival;
    }

    void routes(RouterFunctions.Builder routes) {
        routes.GET(PAGE, request -> password(request, HttpStatus.OK, Html.NOTHING))
                .POST(PAGE, this::entered);
    }

    private ServerResponse password(ServerRequest request, HttpStatus status, Html problem) {
        Continuation next = SignInPages.next(request);
        Optional<Attempt> attempt = attempt(request);
        if (attempt.isEmpty()) {
            return EmailPages.expired(layout, request);
        }
        return layout.page(
                status,
                "Enter your password",
                Html.of(
                        """
                        <h1>Enter your password</h1>
                        <p class="lead">For <strong>%s</strong></p>
                        %s
                        <form method="post" action="%s">%s%s
                        <input type="hidden" name="attempt" value="%s">
                        <label>Password<input type="password" name="password" autocomplete="current-password" required autofocus></label>
                        <button class="button primary">Continue</button>
                        </form>
                        <p class="back"><a href="%s">Use a code instead</a></p>
                        """,
                        attempt.get().email(),
                        problem,
                        PAGE,
                        Layout.csrf(request.servletRequest()),
                        SignInPages.hidden(next),
                        attempt.get().id(),
                        next.at(EmailPages.CODE_PAGE, "attempt", attempt.get().id())));
    }

    private ServerResponse entered(ServerRequest request) {
        Optional<Attempt> attempt = attempt(request);
        Optional<Person> person = attempt.flatMap(found -> people.byEmail(found.email()));
        if (attempt.isEmpty() || person.isEmpty()) {
            return EmailPages.expired(layout, request);
        }
        Optional<Password> password = person.map(Person::password);
        if (password.isEmpty() || password.get().compromised()) {
            return password(
                    request,
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    ProviderPages.problem("This password must not be used any more. Use a code instead."));
        }
        String plain = request.param("password").orElse("");
        if (!attempts.prove(attempt.get().id(), found -> password.get().matches(plain))) {
            return password(
                    request,
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    ProviderPages.problem("That is not the password. Try again, or use a code."));
        }
        attempts.finish(attempt.get().id());
        return arrival.at(request, person.get(), SignInPages.next(request));
    }

    private Optional<Attempt> attempt(ServerRequest request) {
        return request.param("attempt").flatMap(attempts::find);
    }
}
