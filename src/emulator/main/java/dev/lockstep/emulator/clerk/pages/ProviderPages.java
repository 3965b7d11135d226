package dev.lockstep.emulator.clerk.pages;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Person.Profile;
import dev.lockstep.emulator.clerk.store.DemoPeople;
import dev.lockstep.emulator.clerk.store.Newcomer;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.store.PeopleQuery;
import dev.lockstep.emulator.page.Html;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The account chooser of Google or GitHub: three demo people, whoever came this way before, and a form for somebody
 * new. An account whose address is known already is joined to the person who has it.
 */
final class ProviderPages {

    private static final int MOST_SHOWN = 8;
    private static final int LONGEST_NAME = 256;

    private final Layout layout;
    private final People people;
    private final SignInPages.Arrival arrival;
    private final Admission admission;

    ProviderPages(Layout layout, People people, SignInPages.Arrival arrival, Admission admission) {
        this.layout = layout;
        this.people = people;
        this.arrival = arrival;
        this.admission = admission;
    }

    /** An account that the chooser offers; the tag says what is special about it. */
    private record Choice(String email, String firstName, String lastName, Optional<String> tag) {

        private String name() {
            String name = (firstName + " " + lastName).strip();
            return name.isEmpty() ? email : name;
        }

        private String initials() {
            String initials = first(firstName) + first(lastName);
            return initials.isEmpty() ? first(email) : initials;
        }

        private static String first(String text) {
            return text.isEmpty() ? "" : text.substring(0, text.offsetByCodePoints(0, 1));
        }
    }

    void routes(RouterFunctions.Builder routes) {
        for (Provider provider : Provider.values()) {
            routes.GET(provider.page(), request -> chooser(request, provider))
                    .POST(provider.page(), request -> chosen(request, provider))
                    .GET(provider.page() + "/new", request -> form(request, provider, HttpStatus.OK, Html.NOTHING))
                    .POST(provider.page() + "/new", request -> filled(request, provider));
        }
    }

    private ServerResponse chooser(ServerRequest request, Provider provider) {
        Continuation next = SignInPages.next(request);
        String hint = EmailAddress.key(request.param("login_hint").orElse(""));
        var choices = new ArrayList<Html>();
        for (Choice choice : choices(provider).values()) {
            boolean hinted = EmailAddress.key(choice.email()).equals(hint);
            choices.add(Html.of(
                    "<li><button class=\"account\" name=\"account\" value=\"%s\"%s>"
                            + "<span class=\"initials\" aria-hidden=\"true\">%s</span>"
                            + "<span class=\"who\"><strong>%s</strong><span>%s</span></span>%s</button></li>",
                    choice.email(),
                    hinted ? new Html(" autofocus") : Html.NOTHING,
                    choice.initials(),
                    choice.name(),
                    choice.email(),
                    choice.tag()
                            .map(tag -> Html.of("<span class=\"tag\">%s</span>", tag))
                            .orElse(Html.NOTHING)));
        }
        return layout.page(
                "Choose an account",
                Html.of(
                        """
                        <p class="provider">%s<span>Emulated %s</span></p>
                        <h1>Choose an account</h1>
                        <form method="post" action="%s">%s%s<ul class="accounts">%s</ul></form>
                        <p><a class="button" href="%s">%s<span>Use another account</span></a></p>
                        <p class="back"><a href="%s">Other ways to sign in</a></p>
                        """,
                        Layout.icon(provider),
                        provider.title(),
                        provider.page(),
                        Layout.csrf(request.servletRequest()),
                        SignInPages.hidden(next),
                        Html.join(choices),
                        next.at(provider.page() + "/new"),
                        Layout.PERSON,
                        next.at("/sign-in")));
    }

    private Map<String, Choice> choices(Provider provider) {
        var choices = new LinkedHashMap<String, Choice>();
        for (DemoPeople demo : DemoPeople.all()) {
            choices.put(
                    EmailAddress.key(demo.email()),
                    new Choice(demo.email(), demo.firstName(), demo.lastName(), demo.role()));
        }
        List<Person> earlier =
                people.list(new PeopleQuery().provider(provider.strategy()).page(MOST_SHOWN, 0));
        for (Person person : earlier) {
            person.accounts().stream()
                    .filter(account -> account.provider().equals(provider.strategy()))
                    .forEach(account -> choices.putIfAbsent(
                            EmailAddress.key(account.email()),
                            new Choice(
                                    account.email(),
                                    orEmpty(account.firstName()),
                                    orEmpty(account.lastName()),
                                    Optional.empty())));
        }
        return choices;
    }

    private ServerResponse chosen(ServerRequest request, Provider provider) {
        Continuation next = SignInPages.next(request);
        String email = request.param("account").orElse("");
        Choice choice = choices(provider).get(EmailAddress.key(email));
        if (choice == null) {
            return ServerResponse.seeOther(URI.create(next.at(provider.page()))).build();
        }
        return arrive(request, provider, choice);
    }

    private ServerResponse form(ServerRequest request, Provider provider, HttpStatus status, Html problem) {
        Continuation next = SignInPages.next(request);
        return layout.page(
                status,
                "Another account",
                Html.of(
                        """
                        <p class="provider">%s<span>Emulated %s</span></p>
                        <h1>Another account</h1>
                        <p class="lead">Say who the account belongs to. Any name and address will do.</p>
                        %s
                        <form method="post" action="%s">%s%s
                        <label>First name<input name="first_name" value="%s" autocomplete="given-name" maxlength="256" autofocus></label>
                        <label>Last name<input name="last_name" value="%s" autocomplete="family-name" maxlength="256"></label>
                        <label>Email address<input type="email" name="email" value="%s" autocomplete="email" required maxlength="254"></label>
                        <button class="button primary">Continue</button>
                        </form>
                        <p class="back"><a href="%s">Back to the accounts</a></p>
                        """,
                        Layout.icon(provider),
                        provider.title(),
                        problem,
                        provider.page() + "/new",
                        Layout.csrf(request.servletRequest()),
                        SignInPages.hidden(next),
                        request.param("first_name").orElse(""),
                        request.param("last_name").orElse(""),
                        request.param("email").orElse(""),
                        next.at(provider.page())));
    }

    private ServerResponse filled(ServerRequest request, Provider provider) {
        String email = request.param("email").orElse("").strip();
        String firstName = request.param("first_name").orElse("").strip();
        String lastName = request.param("last_name").orElse("").strip();
        if (!EmailAddress.plausible(email)) {
            return form(
                    request,
                    provider,
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    problem("Enter an email address, such as ada@example.com."));
        }
        if (firstName.length() > LONGEST_NAME || lastName.length() > LONGEST_NAME) {
            return form(
                    request, provider, HttpStatus.UNPROCESSABLE_ENTITY, problem("A name has at most 256 characters."));
        }
        return arrive(request, provider, new Choice(email, firstName, lastName, Optional.empty()));
    }

    static Html problem(String sentence) {
        return Html.of("<p class=\"problem\" role=\"alert\">%s</p>", sentence);
    }

    private ServerResponse arrive(ServerRequest request, Provider provider, Choice choice) {
        var account = new Newcomer.Account(provider.strategy(), choice.email(), choice.firstName(), choice.lastName());
        Optional<Person> present = people.byEmail(choice.email());
        if (!admission.admits(choice.email(), present.isPresent() ? Admission.Visitor.KNOWN : Admission.Visitor.NEW)) {
            return SignInPages.notAdmitted(layout, choice.email(), SignInPages.next(request));
        }
        Person person = present.map(known -> joined(known, account))
                .orElseGet(() -> people.create(Newcomer.by(account, profile(choice))));
        return arrival.at(request, person, SignInPages.next(request));
    }

    private Person joined(Person known, Newcomer.Account account) {
        boolean joined = known.accounts().stream()
                .anyMatch(existing -> existing.provider().equals(account.provider())
                        && existing.providerUserId().equals(account.providerUserId()));
        return joined ? known : people.link(known.id(), account);
    }

    private static Profile profile(Choice choice) {
        return Profile.named(
                null,
                choice.firstName().isEmpty() ? null : choice.firstName(),
                choice.lastName().isEmpty() ? null : choice.lastName());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
