package dev.lockstep.emulator.clerk.organization;

import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.role.Role;
import dev.lockstep.emulator.clerk.store.Setting;
import dev.lockstep.emulator.clerk.wire.Answers;
import dev.lockstep.emulator.clerk.wire.Bodies;
import dev.lockstep.emulator.clerk.wire.Form;
import java.io.IOException;
import java.util.List;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** {@code /instance/organization_settings}. */
final class OrganizationSettingsEndpoint {

    private static final String MODES = "domains_enrollment_modes";
    private static final List<String> KNOWN_MODES =
            List.of("manual_invitation", "automatic_invitation", "automatic_suggestion");
    private static final long MANY = 1_000_000;
    private static final int MOST_ROLES = 10;

    private final Setting<OrganizationSettings> settings;
    private final Answers answers;
    private final Bodies bodies;

    OrganizationSettingsEndpoint(Setting<OrganizationSettings> settings, Answers answers) {
        this.settings = settings;
        this.answers = answers;
        this.bodies = new Bodies(answers.json());
    }

    void routes(RouterFunctions.Builder routes) {
        routes.GET("/instance/organization_settings", request -> answer(settings.get()))
                .PATCH("/instance/organization_settings", this::update);
    }

    private ServerResponse update(ServerRequest request) throws IOException {
        var form = new Form(bodies.object(request));
        if (form.text("creator_role_id")
                .or(() -> form.text("domains_default_role_id"))
                .isPresent()) {
            throw Refusal.notFound("Role");
        }
        OrganizationSettings was = settings.get();
        boolean modesNamed = form.has(MODES);
        List<String> modes = form.texts(MODES);
        if (!KNOWN_MODES.containsAll(modes)) {
            throw Refusal.field("form_param_value_invalid", MODES, MODES + " holds a mode that there is not.");
        }
        var wanted = new OrganizationSettings(
                form.flag("enabled").orElse(was.enabled()),
                form.whole("max_allowed_memberships", 0, MANY).orElse(was.mostMembers()),
                form.flag("admin_delete_enabled").orElse(was.adminsMayDelete()),
                form.flag("domains_enabled").orElse(was.domains()),
                form.flag("slug_disabled").orElse(was.slugsDisabled()),
                modesNamed ? modes : was.enrollmentModes());
        form.end();
        return answer(settings.change(before -> wanted));
    }

    private ServerResponse answer(OrganizationSettings now) {
        var node = answers.json()
                .createObjectNode()
                .put("object", "organization_settings")
                .put("enabled", now.enabled())
                .put("max_allowed_memberships", now.mostMembers())
                .put("max_allowed_roles", MOST_ROLES)
                .put("max_allowed_domains", 0)
                .put("creator_role", Role.ADMIN.key())
                .put("admin_delete_enabled", now.adminsMayDelete())
                .put("domains_enabled", now.domains())
                .put("slug_disabled", now.slugsDisabled())
                .put("domains_default_role", Role.MEMBER.key());
        var modes = node.putArray(MODES);
        now.enrollmentModes().forEach(modes::add);
        return answers.ok(node);
    }
}
