package dev.lockstep.emulator.clerk.pages;

import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Images;
import dev.lockstep.emulator.clerk.store.Instance;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.page.Html;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The pages: the first one, the choice of how to sign in, and what follows each choice. Signing in ends with the
 * browser's cookie and a redirect to where it came from.
 */
public final class SignInPages {

    private final Layout layout;
    private final BrowserCookie cookie;
    private final ProviderPages providers;
    private final EmailPages emails;
    private final PasswordPages passwords;
    private final Pictures pictures;

    public SignInPages(
            Instance instance,
            People people,
            Images images,
            BrowserCookie cookie,
            Ids ids,
            Clock clock,
            Admission admission) {
        this.layout = new Layout(instance.environmentName());
        this.cookie = cookie;
        this.providers = new ProviderPages(layout, people, this::signedIn, admission);
        var attempts = new Attempts(ids, clock);
        this.emails = new EmailPages(layout, people, attempts, this::signedIn, admission);
        this.passwords = new PasswordPages(layout, people, attempts, this::signedIn);
        this.pictures = new Pictures(images);
    }

    /** Ends a successful sign-in; a person who is not welcome is told so instead. */
    interface Arrival {
        ServerResponse at(ServerRequest request, Person person, Continuation next);
    }

    public Layout layout() {
        return layout;
    }

    public RouterFunction<ServerResponse> routes() {
        var routes = RouterFunctions.route()
                .GET("/", this::first)
                .GET("/sign-in", this::choose)
                .POST("/sign-out", this::signOut);
        providers.routes(routes);
        emails.routes(routes);
        passwords.routes(routes);
        pictures.routes(routes);
        return routes.route(RequestPredicates.path("/error"), this::failed)
                .route(RequestPredicates.all(), request -> missing())
                .build();
    }

    private ServerResponse missing() {
        return layout.page(
                HttpStatus.NOT_FOUND,
                "Nothing here",
                Html.of("<h1>Nothing here</h1><p>This address leads to no page of the emulated Clerk.</p>"));
    }

    /** Tomcat asks for this page when a request was refused before it reached a route. */
    private ServerResponse failed(ServerRequest request) {
        Object status = request.servletRequest().getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        if (Integer.valueOf(HttpStatus.FORBIDDEN.value()).equals(status)) {
            return layout.page(
                    HttpStatus.FORBIDDEN,
                    "The form is out of date",
                    Html.of("<h1>The form is out of date</h1><p>Nothing was changed. Go back, reload the page and "
                            + "send it again.</p>"));
        }
        return Integer.valueOf(HttpStatus.INTERNAL_SERVER_ERROR.value()).equals(status)
                ? layout.page(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "Something failed",
                        Html.of("<h1>Something failed</h1><p>The log of Lockstep says what. Nothing was sent anywhere."
                                + "</p>"))
                : missing();
    }

    /** For an address that is not let in. */
    static ServerResponse notAdmitted(Layout layout, String email, Continuation next) {
        return layout.page(
                HttpStatus.FORBIDDEN,
                "Not allowed in",
                Html.of(
                        "<h1>Not allowed in</h1><p>Nobody is let in with <strong>%s</strong> here. An administrator can "
                                + "change that.</p><p><a class=\"button\" href=\"%s\">Use another account</a></p>",
                        email, next.at("/sign-in")));
    }

    static Continuation next(ServerRequest request) {
        return Continuation.parse(request.param("continue").orElse(null));
    }

    static Html hidden(Continuation next) {
        return next.application()
                .map(target -> Html.of("<input type=\"hidden\" name=\"continue\" value=\"%s\">", target))
                .orElse(Html.NOTHING);
    }

    private ServerResponse first(ServerRequest request) {
        Html state = cookie.signedIn(request.servletRequest())
                .map(signedIn -> signedInAs(request.servletRequest(), signedIn.person()))
                .orElse(Html.of("<p>Nobody is signed in on this browser.</p>"
                        + "<p><a class=\"button primary\" href=\"/sign-in\">Sign in</a></p>"));
        return layout.page("Emulated Clerk", Html.of("""
                        <h1>Emulated Clerk</h1>
                        <p>People sign in here while Lockstep runs without an account at Clerk. Names, pictures and
                        sign-ins are kept in a file on this machine; no mail is sent, no provider is asked.</p>
                        %s
                        """, state));
    }

    private static Html signedInAs(HttpServletRequest request, Person person) {
        return Html.of(
                "<p>Signed in as <strong>%s</strong>.</p>"
                        + "<form method=\"post\" action=\"/sign-out\">%s<button class=\"button\">Sign out</button></form>",
                person.displayName(), Layout.csrf(request));
    }

    private ServerResponse choose(ServerRequest request) {
        Continuation next = next(request);
        return layout.page(
                "Sign in",
                Html.of(
                        """
                        <h1>Sign in</h1>
                        <p class="lead">New here? Choose any way in; an account is made as you go.</p>
                        <nav class="choices" aria-label="Ways to sign in">
                        <a class="button" href="%s">%s<span>Continue with Google</span></a>
                        <a class="button" href="%s">%s<span>Continue with GitHub</span></a>
                        <a class="button" href="%s">%s<span>Continue with email</span></a>
                        </nav>
                        """,
                        next.at(Provider.GOOGLE.page()),
                        Layout.icon(Provider.GOOGLE),
                        next.at(Provider.GITHUB.page()),
                        Layout.icon(Provider.GITHUB),
                        next.at(EmailPages.PAGE),
                        Layout.ENVELOPE));
    }

    private ServerResponse signOut(ServerRequest request) {
        cookie.signOut(request.servletRequest());
        return ServerResponse.seeOther(URI.create("/")).build();
    }

    private ServerResponse signedIn(ServerRequest request, Person person, Continuation next) {
        if (!person.welcome()) {
            return layout.page(
                    HttpStatus.FORBIDDEN,
                    "Not allowed in",
                    Html.of(
                            "<h1>Not allowed in</h1><p>The account of %s is %s. An administrator can change that.</p>"
                                    + "<p><a class=\"button\" href=\"%s\">Use another account</a></p>",
                            person.displayName(),
                            person.standing().banned() ? "banned" : "locked",
                            next.at("/sign-in")));
        }
        ResponseCookie fresh = cookie.signIn(request.servletRequest(), person.id());
        return ServerResponse.seeOther(URI.create(next.target()))
                .header(HttpHeaders.SET_COOKIE, fresh.toString())
                .build();
    }
}
