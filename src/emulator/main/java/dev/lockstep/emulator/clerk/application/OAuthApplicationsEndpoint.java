package dev.lockstep.emulator.clerk.application;

import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.Instance;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import dev.lockstep.emulator.clerk.wire.Order;
import dev.lockstep.emulator.clerk.wire.Page;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /oauth_applications}: list, get, create, change, new secret, delete. */
public final class OAuthApplicationsEndpoint {

    private static final String PATH = "/oauth_applications";
    private static final int LONGEST_NAME = 256;
    private static final List<String> SCOPES =
            List.of("openid", "profile", "email", "offline_access", "public_metadata");
    private static final List<String> DEFAULT_SCOPES = List.of("profile", "email");
    private static final Map<String, Comparator<OAuthApplication>> ORDERS = Map.of(
            "created_at", Comparator.comparing(OAuthApplication::createdAt).thenComparing(OAuthApplication::id),
            "name", Comparator.comparing(OAuthApplication::name));

    private final OAuthApplications applications;
    private final Instance instance;
    private final Answers answers;
    private final Bodies bodies;

    public OAuthApplicationsEndpoint(OAuthApplications applications, Instance instance, Answers answers) {
        this.applications = applications;
        this.instance = instance;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
    }

    public void routes(RouterFunctions.Builder routes) {
        routes.GET(PATH, this::list)
                .POST(PATH, this::create)
                .GET(PATH + "/{id}", request -> answers.ok(of(applications.get(id(request)))))
                .PATCH(PATH + "/{id}", this::update)
                .DELETE(
                        PATH + "/{id}",
                        request -> answers.deleted(
                                "oauth_application",
                                applications.delete(id(request)).id()))
                .POST(PATH + "/{id}/rotate_secret", request -> answer(applications.rotate(id(request))));
    }

    private ServerResponse list(ServerRequest request) {
        String query = request.param("name_query").orElse("");
        List<OAuthApplication> wanted = applications.all().stream()
                .filter(application -> application.clientId().equals(query)
                        || application.name().toLowerCase(Locale.ROOT).contains(query.toLowerCase(Locale.ROOT)))
                .sorted(Order.of(request, ORDERS, "-created_at"))
                .toList();
        ArrayNode page = answers.json().createArrayNode();
        Page.of(request).cut(wanted).forEach(application -> page.add(of(application)));
        return answers.counted(page, wanted.size());
    }

    private ServerResponse create(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        String name = form.required("name");
        boolean isPublic = form.flag("public").orElse(false);
        var content = new OAuthApplication.Content(
                named(name),
                redirects(form, List.of()),
                scopes(form, DEFAULT_SCOPES),
                form.flag("consent_screen_enabled").orElse(true),
                form.flag("pkce_required").orElse(false));
        form.end();
        return answer(applications.create(content, isPublic));
    }

    private ServerResponse update(ServerRequest request) throws IOException {
        OAuthApplication was = applications.get(id(request));
        var form = new Form(bodies.object(request));
        boolean isPublic = form.flag("public").orElse(was.isPublic());
        var content = new OAuthApplication.Content(
                named(form.text("name").orElse(was.name())),
                redirects(form, was.redirectUris()),
                scopes(form, was.scopes()),
                form.flag("consent_screen_enabled").orElse(was.consent()),
                form.flag("pkce_required").orElse(was.pkceRequired()));
        form.end();
        return answers.ok(of(applications.update(was.id(), content, isPublic)));
    }

    private static String named(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw Refusal.field("form_param_value_invalid", "name", "name must have 1 to 256 characters.");
        }
        return name;
    }

    /** The list, or the one address by its older name. */
    private static List<String> redirects(Form form, List<String> otherwise) {
        boolean listed = form.has("redirect_uris");
        List<String> list = form.texts("redirect_uris");
        List<String> single = form.text("callback_url").map(List::of).orElse(List.of());
        List<String> wanted = !list.isEmpty() || (listed && single.isEmpty()) ? list : single;
        if (!wanted.stream().allMatch(OAuthApplicationsEndpoint::absolute)) {
            throw Refusal.illFormed("redirect_uris", "a list of absolute addresses without fragments");
        }
        return listed || !wanted.isEmpty() ? wanted : otherwise;
    }

    private static boolean absolute(String text) {
        try {
            var uri = new URI(text);
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static List<String> scopes(Form form, List<String> otherwise) {
        List<String> scopes = form.text("scopes")
                .map(text -> List.of(text.strip().split(" +")))
                .orElse(otherwise);
        if (!SCOPES.containsAll(scopes)) {
            throw Refusal.field(
                    "form_param_value_invalid", "scopes", "scopes may be " + String.join(", ", SCOPES) + ".");
        }
        return scopes;
    }

    private ServerResponse answer(OAuthApplications.Made made) {
        ObjectNode node = of(made.application());
        made.secret().ifPresent(secret -> node.put("client_secret", secret));
        return answers.ok(node);
    }

    private ObjectNode of(OAuthApplication application) {
        String issuer = instance.issuer().toString();
        ObjectNode node = answers.json()
                .createObjectNode()
                .put("object", "oauth_application")
                .put("id", application.id())
                .put("instance_id", instance.id())
                .put("name", application.name())
                .put("client_id", application.clientId())
                .putNull("client_uri")
                .putNull("client_image_url")
                .put("dynamically_registered", false)
                .put("consent_screen_enabled", application.consent())
                .put("pkce_required", application.pkceRequired())
                .put("public", application.isPublic())
                .put("scopes", String.join(" ", application.scopes()))
                .put(
                        "callback_url",
                        application.redirectUris().stream().findFirst().orElse(""))
                .put("authorize_url", issuer + "/oauth/authorize")
                .put("token_fetch_url", issuer + "/oauth/token")
                .put("user_info_url", issuer + "/oauth/userinfo")
                .put("discovery_url", issuer + "/.well-known/openid-configuration")
                .put("token_introspection_url", issuer + "/oauth/token_info")
                .put("created_at", application.createdAt().toEpochMilli())
                .put("updated_at", application.updatedAt().toEpochMilli());
        var redirects = node.putArray("redirect_uris");
        application.redirectUris().forEach(redirects::add);
        return node;
    }

    private static String id(ServerRequest request) {
        return request.pathVariable("id");
    }
}
