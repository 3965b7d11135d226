package dev.lockstep.emulator.convex.platform.registry;

import dev.lockstep.core.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A deployment of a project.
 *
 * @param name unique on the platform, for example {@code brisk-otter-412}
 * @param port of the API, the same after every restart
 * @param quotaBytes what its documents may hold together
 * @param adminKey {@code name|…}, its first key
 * @param keys more keys, by the names people gave them
 */
public record ProjectDeployment(
        long id,
        String name,
        long projectId,
        Traits traits,
        int port,
        int sitePort,
        long quotaBytes,
        Secret adminKey,
        List<DeployKey> keys,
        Instant created) {

    public ProjectDeployment {
        keys = List.copyOf(keys);
    }

    static ProjectDeployment of(JsonNode json) {
        String name = json.path("name").asString("");
        Instant created = Instant.ofEpochMilli(json.path("created").asLong(0));
        return new ProjectDeployment(
                json.path("id").asLong(0),
                name,
                json.path("projectId").asLong(0),
                Traits.of(json, name),
                json.path("port").asInt(0),
                json.path("sitePort").asInt(0),
                json.path("quotaBytes").asLong(Long.MAX_VALUE),
                Secret.of(json.path("adminKey").asString()),
                keys(json, created),
                created);
    }

    private static List<DeployKey> keys(JsonNode json, Instant created) {
        var keys = new ArrayList<DeployKey>();
        json.path("deployKeys").forEach(key -> keys.add(DeployKey.of(key)));
        // What an older version kept: names and secrets, nothing else.
        json.path("keys")
                .properties()
                .forEach(key -> keys.add(new DeployKey(
                        keys.size() + 1L,
                        key.getKey(),
                        Secret.of(key.getValue().asString()),
                        created,
                        Optional.empty(),
                        List.of())));
        return keys;
    }

    /** As it is kept on disk, keys included. */
    ObjectNode kept() {
        ObjectNode json = traits.json()
                .put("type", traits.type())
                .put("id", id)
                .put("name", name)
                .put("projectId", projectId)
                .put("port", port)
                .put("sitePort", sitePort)
                .put("quotaBytes", quotaBytes)
                .put("adminKey", adminKey.reveal())
                .put("created", created.toEpochMilli());
        var list = json.putArray("deployKeys");
        keys.forEach(key -> list.add(key.kept()));
        return json;
    }

    /** As the Management API shows it: no keys. The last two are this platform's own. */
    public ObjectNode json() {
        return traits.json()
                .put("kind", "cloud")
                .put("id", id)
                .put("name", name)
                .put("createTime", created.toEpochMilli())
                .put("deploymentType", traits.type())
                .put("projectId", projectId)
                .put("creator", Registry.MEMBER_ID)
                .put("deploymentUrl", url())
                .put("siteUrl", "http://127.0.0.1:" + sitePort)
                .put("quotaBytes", quotaBytes);
    }

    public String type() {
        return traits.type();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** A key as the CLI wants it: {@code dev:name|…}. */
    public String deployKey(Secret key) {
        return type() + ":" + key.reveal();
    }

    public ProjectDeployment with(Traits others) {
        return new ProjectDeployment(id, name, projectId, others, port, sitePort, quotaBytes, adminKey, keys, created);
    }

    public ProjectDeployment withKeys(List<DeployKey> others) {
        return new ProjectDeployment(
                id, name, projectId, traits, port, sitePort, quotaBytes, adminKey, others, created);
    }

    public ProjectDeployment in(Project other) {
        return new ProjectDeployment(id, name, other.id(), traits, port, sitePort, quotaBytes, adminKey, keys, created);
    }
}
