package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.call.HttpCall;
import dev.lockstep.emulator.convex.wire.WireJson;

/** Hands an HTTP action's answer on, and remembers its status for the log. */
final class NotedReply implements HttpCall.Reply {

    private final HttpCall.Reply reply;
    private int status = 200;

    NotedReply(HttpCall.Reply reply) {
        this.reply = reply;
    }

    int status() {
        return status;
    }

    @Override
    public void head(String headJson) {
        status = WireJson.parse(headJson).path("status").asInt(status);
        reply.head(headJson);
    }

    @Override
    public void piece(byte[] bytes) {
        reply.piece(bytes);
    }
}
