package dev.lockstep.emulator.convex.platform;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A deployment of a project.
 *
 * @param name unique on the platform, for example {@code brisk-otter-412}
 * @param type {@code dev}, {@code prod}, {@code preview} or {@code custom}
 * @param port of the API, the same after every restart
 * @param quotaBytes what its documents may hold together
 * @param adminKey {@code name|…}, its first key
 * @param keys more keys by the names people gave them
 */
record ProjectDeployment(
        long id,
        String name,
        long projectId,
        String type,
        int port,
        int sitePort,
        long quotaBytes,
        Secret adminKey,
        Map<String, Secret> keys,
        Instant created) {

    ProjectDeployment {
        keys = Map.copyOf(keys);
    }

    static ProjectDeployment of(JsonNode json) {
        var keys = new TreeMap<String, Secret>();
        json.path("keys")
                .properties()
                .forEach(key -> keys.put(key.getKey(), Secret.of(key.getValue().asString())));
        return new ProjectDeployment(
                json.path("id").asLong(0),
                json.path("name").asString(""),
                json.path("projectId").asLong(0),
                json.path("type").asString("dev"),
                json.path("port").asInt(0),
                json.path("sitePort").asInt(0),
                json.path("quotaBytes").asLong(Long.MAX_VALUE),
                Secret.of(json.path("adminKey").asString()),
                keys,
                Instant.ofEpochMilli(json.path("created").asLong(0)));
    }

    /** As it is kept on disk, keys included. */
    ObjectNode kept() {
        ObjectNode json = WireJson.object()
                .put("id", id)
                .put("name", name)
                .put("projectId", projectId)
                .put("type", type)
                .put("port", port)
                .put("sitePort", sitePort)
                .put("quotaBytes", quotaBytes)
                .put("adminKey", adminKey.reveal())
                .put("created", created.toEpochMilli());
        ObjectNode list = json.putObject("keys");
        keys.forEach((key, secret) -> list.put(key, secret.reveal()));
        return json;
    }

    /** As the Management API shows it: no keys. */
    ObjectNode json() {
        return WireJson.object()
                .put("kind", "cloud")
                .put("id", id)
                .put("name", name)
                .put("createTime", created.toEpochMilli())
                .put("deploymentType", type)
                .put("projectId", projectId)
                .put("region", "aws-us-east-1")
                .put("isDefault", true)
                .put("reference", type + "/" + name)
                .put("deploymentUrl", url())
                .put("siteUrl", "http://127.0.0.1:" + sitePort)
                .put("quotaBytes", quotaBytes)
                .put("class", "s16");
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** A key as the CLI wants it: {@code dev:name|…}. */
    String deployKey(Secret key) {
        return type + ":" + key.reveal();
    }

    ProjectDeployment withKey(String keyName, Secret key) {
        var more = new TreeMap<>(keys);
        more.put(keyName, key);
        return withKeys(more);
    }

    ProjectDeployment withoutKey(String keyName) {
        var fewer = new TreeMap<>(keys);
        fewer.remove(keyName);
        return withKeys(fewer);
    }

    List<String> keyNames() {
        return new ArrayList<>(new TreeMap<>(keys).keySet());
    }

    private ProjectDeployment withKeys(Map<String, Secret> other) {
        return new ProjectDeployment(id, name, projectId, type, port, sitePort, quotaBytes, adminKey, other, created);
    }
}
