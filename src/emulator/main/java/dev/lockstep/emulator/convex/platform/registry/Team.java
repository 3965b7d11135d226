package dev.lockstep.emulator.convex.platform.registry;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A team: whose projects they are.
 *
 * @param projectQuota how many projects it may have
 */
public record Team(long id, String name, String slug, int projectQuota, SignOn signOn) {

    /** How members prove who they are. */
    public enum SignOn {
        ANY,
        /** Applications get nowhere: their access came from a member who did not sign on so. */
        SINGLE_SIGN_ON
    }

    private static final int USUAL_QUOTA = 20;

    /** What a platform begins with: one team of each kind that an application has to cope with. */
    static List<Team> first() {
        return List.of(
                new Team(1, "Local", "local", USUAL_QUOTA, SignOn.ANY),
                new Team(2, "Field crew", "field-crew", USUAL_QUOTA, SignOn.ANY),
                new Team(3, "Full house", "full-house", 0, SignOn.ANY),
                new Team(4, "Locked down", "locked-down", USUAL_QUOTA, SignOn.SINGLE_SIGN_ON));
    }

    public boolean needsSingleSignOn() {
        return signOn == SignOn.SINGLE_SIGN_ON;
    }

    public Team withQuota(int quota) {
        return new Team(id, name, slug, quota, signOn);
    }

    public Team with(SignOn other) {
        return new Team(id, name, slug, projectQuota, other);
    }

    static Team of(JsonNode json) {
        return new Team(
                json.path("id").asLong(0),
                json.path("name").asString(""),
                json.path("slug").asString(""),
                json.path("projectQuota").asInt(USUAL_QUOTA),
                SignOn.valueOf(json.path("signOn").asString(SignOn.ANY.name())));
    }

    ObjectNode kept() {
        return WireJson.object()
                .put("id", id)
                .put("name", name)
                .put("slug", slug)
                .put("projectQuota", projectQuota)
                .put("signOn", signOn.name());
    }
}
