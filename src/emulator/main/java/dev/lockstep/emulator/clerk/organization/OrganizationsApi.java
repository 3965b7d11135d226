package dev.lockstep.emulator.clerk.organization;

import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.people.Session;
import dev.lockstep.emulator.clerk.store.Announcer;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Images;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.store.Sessions;
import dev.lockstep.emulator.clerk.store.Setting;
import dev.lockstep.emulator.clerk.ticket.Acceptor;
import dev.lockstep.emulator.clerk.token.ActiveOrganization;
import dev.lockstep.emulator.clerk.wire.Answers;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** {@code /organizations} with what is below, and what else tells of organizations. */
public final class OrganizationsApi {

    private final Organizations organizations;
    private final Memberships memberships;
    private final OrganizationInvitations invitations;
    private final Setting<OrganizationSettings> settings;
    private final OrganizationJson json;
    private final People people;
    private final Images images;

    /** What is read and changed. */
    public record Stores(
            Database database,
            Memberships memberships,
            People people,
            Sessions sessions,
            Images images,
            Announcer announcer,
            Ids ids,
            Clock clock) {}

    /** @param issuer where the pictures are, and where invitations are accepted */
    public OrganizationsApi(Stores stores, URI issuer, JsonMapper mapper) {
        this.json = new OrganizationJson(mapper, issuer);
        this.organizations = new Organizations(stores, mapper, json);
        this.memberships = stores.memberships();
        this.people = stores.people();
        this.images = stores.images();
        this.invitations = new OrganizationInvitations(stores, organizations, json);
        this.settings = new Setting<>(
                stores.database(),
                mapper,
                "organization_settings",
                OrganizationSettings.class,
                OrganizationSettings.initial());
    }

    /** Takes the tickets of invitations. */
    public Acceptor invitations() {
        return invitations;
    }

    /** What tokens tell of the organization that a session is for. */
    public Optional<ActiveOrganization> active(Session session) {
        return Optional.ofNullable(session.terms().organizationId())
                .flatMap(organizations::find)
                .flatMap(organization -> memberships
                        .find(organization.id(), session.userId())
                        .map(membership -> new ActiveOrganization(
                                organization.id(),
                                organization.name(),
                                organization.slug(),
                                membership.role().key(),
                                json.image(organization),
                                organization.imageId() != null,
                                organization.metadata().open())));
    }

    /** @throws Refusal when the person does not belong there */
    public void check(String organizationId, String userId) {
        memberships.find(organizationId, userId).orElseThrow(() -> Refusal.notFound("Organization membership"));
    }

    public void routes(RouterFunctions.Builder routes, Answers answers) {
        RouterFunctions.Builder guarded = RouterFunctions.route();
        new OrganizationsEndpoint(organizations, memberships, settings, images, json, answers).routes(guarded);
        new MembershipsEndpoint(organizations, memberships, people, json, answers).routes(guarded);
        new OrganizationInvitationsEndpoint(organizations, invitations, people, json, answers).routes(guarded);
        guarded.filter(this::enabled);
        new OrganizationSettingsEndpoint(settings, answers).routes(routes);
        routes.add(guarded.build());
    }

    private ServerResponse enabled(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        if (!settings.get().enabled()) {
            throw Refusal.of(
                    403,
                    "organization_not_enabled_in_instance",
                    "The organizations feature is not enabled for this instance.");
        }
        return next.handle(request);
    }
}
