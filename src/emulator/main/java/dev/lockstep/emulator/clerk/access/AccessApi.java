package dev.lockstep.emulator.clerk.access;

import dev.lockstep.emulator.clerk.pages.Admission;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Instance;
import dev.lockstep.emulator.clerk.store.Setting;
import dev.lockstep.emulator.clerk.wire.Answers;
import java.time.Clock;
import java.util.List;
import org.springframework.web.servlet.function.RouterFunctions;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /invitations}, {@code /allowlist_identifiers}, {@code /blocklist_identifiers}, {@code /redirect_urls},
 * {@code /domains} and {@code /instance}.
 */
public final class AccessApi {

    private final Database database;
    private final Instance instance;
    private final Invitations invitations;
    private final Ids ids;
    private final Clock clock;
    private final IdentifierList allowed;
    private final IdentifierList blocked;
    private final Setting<Restrictions> restrictions;
    private final Setting<InstanceSettings> settings;

    public AccessApi(
            Database database, Instance instance, Invitations invitations, JsonMapper json, Ids ids, Clock clock) {
        this.database = database;
        this.instance = instance;
        this.invitations = invitations;
        this.ids = ids;
        this.clock = clock;
        this.allowed = new IdentifierList(database, json, "allowlist", "alid", ids, clock);
        this.blocked = new IdentifierList(database, json, "blocklist", "blid", ids, clock);
        this.restrictions = new Setting<>(database, json, "restrictions", Restrictions.class, Restrictions.none());
        this.settings = new Setting<>(
                database, json, "instance_settings", InstanceSettings.class, new InstanceSettings(List.of()));
    }

    /** Whom the pages let in. */
    public Admission admission() {
        return new Gate(restrictions, allowed, blocked);
    }

    public void routes(RouterFunctions.Builder routes, Answers answers) {
        new InvitationsEndpoint(invitations, instance.issuer(), answers).routes(routes);
        new IdentifierListsEndpoint(allowed, blocked, instance.id(), answers).routes(routes);
        new RedirectUrlsEndpoint(database, ids, clock, answers).routes(routes);
        new InstanceEndpoint(instance, settings, restrictions, answers).routes(routes);
    }
}
