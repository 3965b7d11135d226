package dev.lockstep.emulator.clerk.organization;

import dev.lockstep.emulator.clerk.people.Metadata;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.Images;
import dev.lockstep.emulator.clerk.store.Setting;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import dev.lockstep.emulator.clerk.wire.ImageUpload;
import dev.lockstep.emulator.clerk.wire.Order;
import dev.lockstep.emulator.clerk.wire.Page;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /organizations}: list, get, create, change, metadata, logo, delete. */
final class OrganizationsEndpoint {

    private static final String METADATA_LEFT_PATCH = "2026-05-12";
    private static final int LONGEST_NAME = 256;
    private static final long MANY = 1_000_000;

    private final Organizations organizations;
    private final Memberships memberships;
    private final Setting<OrganizationSettings> settings;
    private final Images images;
    private final OrganizationJson json;
    private final Answers answers;
    private final Bodies bodies;

    OrganizationsEndpoint(
            Organizations organizations,
            Memberships memberships,
            Setting<OrganizationSettings> settings,
            Images images,
            OrganizationJson json,
            Answers answers) {
        this.organizations = organizations;
        this.memberships = memberships;
        this.settings = settings;
        this.images = images;
        this.json = json;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
    }

    void routes(RouterFunctions.Builder routes) {
        routes.GET("/organizations", this::list)
                .POST("/organizations", this::create)
                .GET("/organizations/{id}", request -> answers.ok(of(request, organizations.get(id(request)))))
                .PATCH("/organizations/{id}", this::update)
                .DELETE("/organizations/{id}", this::delete)
                .PATCH("/organizations/{id}/metadata", request -> metadata(request, Metadata::merged))
                .PUT("/organizations/{id}/metadata", request -> metadata(request, Metadata::replaced))
                .PUT("/organizations/{id}/logo", this::setLogo)
                .DELETE("/organizations/{id}/logo", this::removeLogo);
    }

    private ServerResponse list(ServerRequest request) {
        String query = request.param("query").orElse("");
        List<String> ids = OrganizationInvitationsEndpoint.values(request, "organization_id");
        List<String> users = OrganizationInvitationsEndpoint.values(request, "user_id");
        Map<String, Comparator<Organization>> orders = Map.of(
                "name", Comparator.comparing(Organization::name),
                "created_at", Comparator.comparing(Organization::createdAt).thenComparing(Organization::id),
                "members_count", Comparator.comparing(organization -> memberships.count(organization.id())));
        List<Organization> wanted = organizations.all().stream()
                .filter(organization -> matches(organization, query))
                .filter(organization -> admitted(ids, List.of(organization.id())))
                .filter(organization -> users.isEmpty()
                        || admitted(
                                users,
                                memberships.ofOrganization(organization.id()).stream()
                                        .map(Membership::userId)
                                        .toList()))
                .sorted(Order.of(request, orders, "-created_at"))
                .toList();
        ArrayNode page = answers.json().createArrayNode();
        Page.of(request).cut(wanted).forEach(organization -> page.add(of(request, organization)));
        return answers.counted(page, wanted.size());
    }

    private static boolean matches(Organization organization, String query) {
        String part = query.toLowerCase(Locale.ROOT);
        return organization.id().equals(query)
                || organization.name().toLowerCase(Locale.ROOT).contains(part)
                || organization.slug().contains(part);
    }

    /** A value that begins with a minus is left out; a plus, which forms turn into a space, says nothing. */
    static boolean admitted(List<String> wishes, List<String> has) {
        List<String> included = wishes.stream()
                .filter(wish -> !wish.startsWith("-"))
                .map(wish -> wish.startsWith("+") ? wish.substring(1) : wish.strip())
                .toList();
        return wishes.stream().filter(wish -> wish.startsWith("-")).noneMatch(wish -> has.contains(wish.substring(1)))
                && (included.isEmpty() || included.stream().anyMatch(has::contains));
    }

    private ServerResponse create(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request)).ignore("role_set_key");
        String name = form.required("name");
        String createdBy = form.text("created_by").orElse(null);
        Metadata metadata = metadata(form, Metadata.empty(), Metadata::replaced);
        Organization.Change change = change(form, name);
        form.end();
        OrganizationSettings now = settings.get();
        return answers.ok(of(
                request,
                organizations.create(
                        name, change.slug(), createdBy, metadata, now, organization -> organization.with(change))));
    }

    private ServerResponse update(ServerRequest request) throws IOException {
        ObjectNode body = bodies.object(request);
        String version = request.headers().firstHeader("Clerk-API-Version");
        var form = new Form(body).ignore("role_set_key");
        Organization was = organizations.get(id(request));
        boolean older = version != null && version.compareTo(METADATA_LEFT_PATCH) < 0;
        Metadata metadata = older ? metadata(form, was.metadata(), Metadata::replaced) : was.metadata();
        Organization.Change change = change(form, form.text("name").orElse(null));
        form.end();
        return answers.ok(of(
                request,
                organizations.update(
                        was.id(), before -> before.with(change).with(older ? metadata : before.metadata()))));
    }

    private static Organization.Change change(Form form, @Nullable String name) {
        if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
            throw Refusal.field("form_param_value_invalid", "name", "name must have 1 to 256 characters.");
        }
        String slug = form.text("slug").orElse(null);
        if (slug != null && !slug.matches("[a-z0-9-]{1,256}")) {
            throw Refusal.illFormed("slug", "lowercase letters, digits and dashes");
        }
        return new Organization.Change(
                name,
                slug,
                form.whole("max_allowed_memberships", 0, MANY).orElse(null),
                form.flag("admin_delete_enabled").orElse(null),
                form.time("created_at").orElse(null));
    }

    private ServerResponse delete(ServerRequest request) {
        Organization gone = organizations.delete(id(request));
        images.removeLogo(gone.id());
        return answers.ok(json.deleted(gone));
    }

    /** How new metadata meets what is there. */
    interface Rewrite {
        Metadata apply(Metadata before, Metadata.Kind kind, ObjectNode content);
    }

    /** Takes the public and the private metadata out of the form. */
    static Metadata metadata(Form form, Metadata before, Rewrite rewrite) {
        Metadata after = before;
        for (Metadata.Kind kind : List.of(Metadata.Kind.PUBLIC, Metadata.Kind.PRIVATE)) {
            ObjectNode content = form.object(kind.field()).orElse(null);
            after = content == null ? after : rewrite.apply(after, kind, content);
        }
        return after;
    }

    private ServerResponse metadata(ServerRequest request, Rewrite rewrite) throws IOException {
        ObjectNode body = bodies.object(request);
        metadata(new Form(body), Metadata.empty(), rewrite);
        return answers.ok(of(
                request, organizations.update(organizations.get(id(request)).id(), before -> {
                    var form = new Form(body);
                    Metadata after = metadata(form, before.metadata(), rewrite);
                    form.end();
                    return before.with(after);
                })));
    }

    private ServerResponse setLogo(ServerRequest request) throws IOException {
        Organization organization = organizations.get(id(request));
        String image = images.storeLogo(organization.id(), ImageUpload.read(request));
        Organization changed = organizations.update(organization.id(), before -> before.withImageId(image));
        ObjectNode node = of(request, changed);
        return answers.ok(node.put("logo_url", node.get("image_url").stringValue()));
    }

    private ServerResponse removeLogo(ServerRequest request) {
        Organization organization = organizations.get(id(request));
        images.removeLogo(organization.id());
        return answers.ok(of(request, organizations.update(organization.id(), before -> before.withImageId(null))));
    }

    private ObjectNode of(ServerRequest request, Organization organization) {
        ObjectNode node = organizations.counted(organization);
        if (!asked(request, "include_members_count")) {
            node.remove("members_count");
            node.remove("pending_invitations_count");
        }
        if (!asked(request, "include_missing_member_with_elevated_permissions")) {
            node.remove("missing_member_with_elevated_permissions");
        }
        return node;
    }

    private static boolean asked(ServerRequest request, String flag) {
        return request.param(flag).filter("true"::equals).isPresent();
    }

    private static String id(ServerRequest request) {
        return request.pathVariable("id");
    }
}
