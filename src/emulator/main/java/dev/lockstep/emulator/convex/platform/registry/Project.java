package dev.lockstep.emulator.convex.platform.registry;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A project of a team.
 *
 * @param defaults what new deployments start with
 * @param previewKeys keys for its previews
 */
public record Project(
        long id,
        long teamId,
        String name,
        String slug,
        Instant created,
        List<DefaultVariable> defaults,
        List<DeployKey> previewKeys) {

    private static final long FIRST_TEAM = 1;

    public Project {
        defaults = List.copyOf(defaults);
        previewKeys = List.copyOf(previewKeys);
    }

    public Project named(String newName, String newSlug) {
        return new Project(id, teamId, newName, newSlug, created, defaults, previewKeys);
    }

    public Project withDefaults(List<DefaultVariable> variables) {
        return new Project(id, teamId, name, slug, created, variables, previewKeys);
    }

    public Project withPreviewKeys(List<DeployKey> keys) {
        return new Project(id, teamId, name, slug, created, defaults, keys);
    }

    static Project of(JsonNode json) {
        var defaults = new ArrayList<DefaultVariable>();
        json.path("defaults").forEach(variable -> defaults.add(DefaultVariable.of(variable)));
        var keys = new ArrayList<DeployKey>();
        json.path("previewKeys").forEach(key -> keys.add(DeployKey.of(key)));
        return new Project(
                json.path("id").asLong(0),
                json.path("teamId").asLong(FIRST_TEAM),
                json.path("name").asString(""),
                json.path("slug").asString(""),
                Instant.ofEpochMilli(json.path("createTime").asLong(0)),
                defaults,
                keys);
    }

    ObjectNode kept() {
        ObjectNode json = WireJson.object()
                .put("id", id)
                .put("teamId", teamId)
                .put("name", name)
                .put("slug", slug)
                .put("createTime", created.toEpochMilli());
        var variables = json.putArray("defaults");
        defaults.forEach(variable -> variables.add(variable.kept()));
        var keys = json.putArray("previewKeys");
        previewKeys.forEach(key -> keys.add(key.kept()));
        return json;
    }

    /** As the Management API shows it, without its deployments. */
    public ObjectNode json(Team team) {
        return WireJson.object()
                .put("id", id)
                .put("name", name)
                .put("slug", slug)
                .put("teamId", team.id())
                .put("teamSlug", team.slug())
                .put("createTime", created.toEpochMilli());
    }
}
