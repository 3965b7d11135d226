package dev.lockstep.emulator.convex.platform.estate;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.platform.registry.Grant;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.convex.wire.WireJson;
import tools.jackson.databind.JsonNode;

/** Who asks the platform for something. */
public sealed interface Caller {

    /** The person of this machine, by the platform's own token: a member of every team who may do everything. */
    record Person() implements Caller {}

    /**
     * An application by what somebody granted it.
     *
     * @param token the secret part of its access token
     */
    record Application(Grant grant, String clientId, Secret token) implements Caller {}

    /** As the audit log shows it. */
    default JsonNode actor() {
        return switch (this) {
            case Person person -> WireJson.object().put("kind", "member").put("member_id", Registry.MEMBER_ID);
            case Application application ->
                WireJson.object()
                        .put("kind", "token")
                        .put("member_id", Registry.MEMBER_ID)
                        .put("token_id", application.grant().id())
                        .put("client_id", application.clientId());
        };
    }
}
