package dev.lockstep.emulator.clerk.access;

import dev.lockstep.emulator.clerk.store.Instance;
import dev.lockstep.emulator.clerk.store.Setting;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import java.io.IOException;
import java.util.List;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.node.ObjectNode;

/** {@code /instance}, its restrictions, and {@code /domains}, of which there is one. */
final class InstanceEndpoint {

    private final Instance instance;
    private final Setting<InstanceSettings> settings;
    private final Setting<Restrictions> restrictions;
    private final Answers answers;
    private final Bodies bodies;

    InstanceEndpoint(
            Instance instance,
            Setting<InstanceSettings> settings,
            Setting<Restrictions> restrictions,
            Answers answers) {
        this.instance = instance;
        this.settings = settings;
        this.restrictions = restrictions;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
    }

    void routes(RouterFunctions.Builder routes) {
        routes.GET("/instance", request -> get())
                .PATCH("/instance", this::update)
                .PATCH("/instance/restrictions", this::restrict)
                .GET("/domains", request -> domains());
    }

    private ServerResponse get() {
        ObjectNode node = answers.json()
                .createObjectNode()
                .put("object", "instance")
                .put("id", instance.id())
                .put("environment_type", "development")
                .putNull("workspace_id");
        List<String> origins = settings.get().allowedOrigins();
        if (origins.isEmpty()) {
            node.putNull("allowed_origins");
        } else {
            var list = node.putArray("allowed_origins");
            origins.forEach(list::add);
        }
        return answers.ok(node);
    }

    /** All but the origins is about parts of Clerk's that there are not; it is taken, and changes nothing. */
    private ServerResponse update(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        for (String flag : List.of("test_mode", "hibp", "cookieless_dev", "url_based_session_syncing")) {
            form.flag(flag);
        }
        for (String text : List.of(
                "support_email",
                "clerk_js_version",
                "development_origin",
                "preferred_sign_in_strategy_when_password_required")) {
            form.text(text);
        }
        boolean named = form.has("allowed_origins");
        List<String> origins = form.texts("allowed_origins");
        form.end();
        if (named) {
            settings.change(before -> new InstanceSettings(origins));
        }
        return answers.nothing();
    }

    private ServerResponse restrict(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        Restrictions was = restrictions.get();
        var wanted = new Restrictions(
                form.flag("allowlist").orElse(was.allowlist()),
                form.flag("blocklist").orElse(was.blocklist()),
                form.flag("allowlist_blocklist_disabled_on_sign_in").orElse(was.signUpOnly()),
                form.flag("block_email_subaddresses").orElse(was.blocksSubaddresses()),
                form.flag("block_disposable_email_domains").orElse(was.blocksDisposable()));
        form.end();
        Restrictions now = restrictions.change(before -> wanted);
        return answers.ok(answers.json()
                .createObjectNode()
                .put("object", "instance_restrictions")
                .put("allowlist", now.allowlist())
                .put("blocklist", now.blocklist())
                .put("allowlist_blocklist_disabled_on_sign_in", now.signUpOnly())
                .put("block_email_subaddresses", now.blocksSubaddresses())
                .put("block_disposable_email_domains", now.blocksDisposable()));
    }

    private ServerResponse domains() {
        String issuer = instance.issuer().toString();
        var list = answers.json().createArrayNode();
        list.addObject()
                .put("object", "domain")
                .put("id", instance.id().replaceFirst("^ins_", "dmn_"))
                .put("name", instance.issuer().getAuthority())
                .put("is_satellite", false)
                .put("frontend_api_url", issuer)
                .put("accounts_portal_url", issuer)
                .putNull("proxy_url")
                .put("development_origin", "")
                .putNull("cname_targets");
        return answers.counted(list, 1);
    }
}
