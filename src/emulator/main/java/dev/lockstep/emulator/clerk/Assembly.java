package dev.lockstep.emulator.clerk;

import dev.lockstep.emulator.clerk.ClerkEmulator.Settings;
import dev.lockstep.emulator.clerk.access.AccessApi;
import dev.lockstep.emulator.clerk.access.Invitations;
import dev.lockstep.emulator.clerk.api.BackendApi;
import dev.lockstep.emulator.clerk.application.OAuthApplications;
import dev.lockstep.emulator.clerk.oidc.EndSession;
import dev.lockstep.emulator.clerk.oidc.OidcProvider;
import dev.lockstep.emulator.clerk.organization.Memberships;
import dev.lockstep.emulator.clerk.organization.OrganizationsApi;
import dev.lockstep.emulator.clerk.pages.BrowserCookie;
import dev.lockstep.emulator.clerk.pages.SignInPages;
import dev.lockstep.emulator.clerk.store.Announcer;
import dev.lockstep.emulator.clerk.store.Browsers;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.DemoPeople;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Images;
import dev.lockstep.emulator.clerk.store.Instance;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.store.Sessions;
import dev.lockstep.emulator.clerk.ticket.AcceptPage;
import dev.lockstep.emulator.clerk.ticket.Tickets;
import dev.lockstep.emulator.clerk.token.JwtTemplates;
import dev.lockstep.emulator.clerk.token.SessionTokens;
import dev.lockstep.emulator.clerk.webhook.Webhooks;
import dev.lockstep.emulator.fault.FaultFilter;
import dev.lockstep.emulator.fault.FaultPlan;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts of one emulator, put together. Only the provider's web server is missing: {@link ClerkContext} makes it of
 * what is here.
 */
final class Assembly {

    private final Settings settings;
    private final Instance instance;
    private final Database database;
    private final Announcer announcer;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder().build();
    private final Ids ids = new Ids(new SecureRandom());
    private final People people;
    private final Sessions sessions;
    private final Browsers browsers;
    private final Images images;
    private final OrganizationsApi organizations;
    private final Tickets tickets;
    private final Invitations invitations;
    private final AccessApi access;
    private final OAuthApplications applications;
    private final BrowserCookie cookie;
    private final SignInPages pages;

    Assembly(Settings settings, Instance instance, Database database, Announcer announcer, Clock clock) {
        this.settings = settings;
        this.instance = instance;
        this.database = database;
        this.announcer = announcer;
        this.clock = clock;
        this.people = new People(database, json, ids, clock, announcer);
        DemoPeople.settle(database, people);
        var memberships = new Memberships(database, json);
        this.sessions = new Sessions(database, people, ids, clock, announcer, memberships::newest);
        this.browsers = new Browsers(database, sessions, people, ids, clock);
        this.images = new Images(database, ids, clock);
        this.organizations = new OrganizationsApi(
                new OrganizationsApi.Stores(database, memberships, people, sessions, images, announcer, ids, clock),
                instance.issuer(),
                json);
        this.tickets = new Tickets(database, json, people, ids, clock);
        this.invitations = new Invitations(database, json, people, ids, clock);
        this.access = new AccessApi(database, instance, invitations, json, ids, clock);
        this.applications = new OAuthApplications(database, json, ids, clock);
        this.cookie = new BrowserCookie(browsers);
        this.pages = new SignInPages(instance, people, images, cookie, ids, clock, access.admission());
    }

    /** Starts to send webhooks, and gives what the web server needs. */
    ClerkContext.Wiring wiring(int port) {
        BackendApi api = api();
        OidcProvider provider = provider();
        var faults = new FaultPlan();
        // After the demo people: they were here before anybody listened.
        var webhooks = Webhooks.start(
                new Webhooks.Source(database, instance, ids, settings.webhookSigningSecret(), settings.secretKey()),
                announcer,
                faults,
                json,
                clock);
        // Before the API, which asks for the secret key at everything below /v1.
        var routes = new AcceptPage(List.of(tickets, invitations, organizations.invitations()), cookie, pages.layout())
                .routes()
                .and(api.routes())
                .and(webhooks.routes())
                .and(new EndSession(instance, cookie, provider::knows).routes())
                .and(pages.routes());
        return new ClerkContext.Wiring(port, routes, provider, new FaultFilter(faults, settings.secretKey()), webhooks);
    }

    private BackendApi api() {
        var tokens = new SessionTokens(instance, json, ids, clock, organizations::active);
        var templates = new JwtTemplates(database, json, ids, clock);
        var stores = new BackendApi.Stores(
                instance,
                people,
                sessions,
                browsers,
                images,
                tokens,
                templates,
                tickets,
                access,
                organizations,
                applications,
                ids);
        return new BackendApi(stores, settings.secretKey(), settings.limits(), json, clock);
    }

    private OidcProvider provider() {
        var builtIn = new OidcProvider.Application(settings.oauthClientId(), settings.oauthClientSecret());
        return new OidcProvider(instance, builtIn, applications, database, people, cookie, pages.layout(), json, ids);
    }
}
