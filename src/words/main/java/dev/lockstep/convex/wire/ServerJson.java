package dev.lockstep.convex.wire;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.wire.ServerMessage.ActionResponse;
import dev.lockstep.convex.wire.ServerMessage.AuthError;
import dev.lockstep.convex.wire.ServerMessage.FatalError;
import dev.lockstep.convex.wire.ServerMessage.Modification;
import dev.lockstep.convex.wire.ServerMessage.MutationResponse;
import dev.lockstep.convex.wire.ServerMessage.Ping;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.ServerMessage.Transition;
import dev.lockstep.convex.wire.ServerMessage.TransitionChunk;
import java.util.Optional;
import java.util.OptionalLong;

/** The JSON of what deployments say. Stateless. */
final class ServerJson {

    private ServerJson() {}

    static String write(ServerMessage message) {
        return switch (message) {
            case Transition transition -> write(transition, OptionalLong.empty(), OptionalLong.empty());
            case TransitionChunk(var chunk, int part, int parts, var id) ->
                JsonText.ofType("TransitionChunk")
                        .text("chunk", chunk)
                        .number("partNumber", part)
                        .number("totalParts", parts)
                        .text("transitionId", id)
                        .end();
            case MutationResponse(var id, var result, var ts, var logLines) ->
                result(JsonText.ofType("MutationResponse").number("requestId", id.value()), result)
                        .textOrNull("ts", ts.map(Timestamp::base64))
                        .texts("logLines", logLines)
                        .end();
            case ActionResponse(var id, var result, var logLines) ->
                result(JsonText.ofType("ActionResponse").number("requestId", id.value()), result)
                        .texts("logLines", logLines)
                        .end();
            case AuthError(var error, long base, boolean attempted) ->
                JsonText.ofType("AuthError")
                        .text("error", error)
                        .number("baseVersion", base)
                        .bool("authUpdateAttempted", attempted)
                        .end();
            case FatalError(var error) ->
                JsonText.ofType("FatalError").text("error", error).end();
            case Ping ping -> JsonText.ofType("Ping").end();
        };
    }

    static String write(Transition transition, OptionalLong clientClockSkew, OptionalLong serverTs) {
        return JsonText.ofType("Transition")
                .raw("startVersion", write(transition.start()))
                .raw("endVersion", write(transition.end()))
                .list("modifications", transition.modifications(), (one, out) -> out.append(write(one)))
                .raw("clientClockSkew", orNull(clientClockSkew))
                .raw("serverTs", orNull(serverTs))
                .end();
    }

    private static String orNull(OptionalLong number) {
        return number.isPresent() ? String.valueOf(number.getAsLong()) : "null";
    }

    private static String write(StateVersion version) {
        return "{\"querySet\":" + version.querySet() + ",\"identity\":" + version.identity() + ",\"ts\":\""
                + version.ts().base64() + "\"}";
    }

    private static JsonText result(JsonText json, Result result) {
        return switch (result) {
            case Result.Success(var value) -> json.bool("success", true).value("result", value);
            case Result.Failure(var message, var data) -> {
                json.bool("success", false).text("result", message);
                data.ifPresent(value -> json.value("errorData", value));
                yield json;
            }
        };
    }

    private static String write(Modification modification) {
        return switch (modification) {
            case Modification.Updated(var id, var value, var logLines, var journal) ->
                JsonText.ofType("QueryUpdated")
                        .number("queryId", id.value())
                        .value("value", value)
                        .texts("logLines", logLines)
                        .textOrNull("journal", journal)
                        .end();
            case Modification.Failed(var id, var message, var data, var logLines, var journal) -> {
                var json = JsonText.ofType("QueryFailed")
                        .number("queryId", id.value())
                        .text("errorMessage", message)
                        .texts("logLines", logLines)
                        .textOrNull("journal", journal);
                data.ifPresent(value -> json.value("errorData", value));
                yield json.end();
            }
            case Modification.Removed(var id) ->
                JsonText.ofType("QueryRemoved").number("queryId", id.value()).end();
        };
    }

    static ServerMessage read(String text) {
        JsonFields json = JsonFields.parse(text);
        return switch (json.text("type")) {
            case "Transition" ->
                new Transition(
                        version(json.object("startVersion")),
                        version(json.object("endVersion")),
                        json.objects("modifications", ServerJson::modification));
            case "TransitionChunk" ->
                new TransitionChunk(
                        json.text("chunk"),
                        Math.toIntExact(Uint32.check("partNumber", json.number("partNumber"))),
                        Math.toIntExact(Uint32.check("totalParts", json.number("totalParts"))),
                        json.text("transitionId"));
            case "MutationResponse" ->
                new MutationResponse(
                        new RequestId(json.number("requestId")),
                        result(json),
                        json.optionalText("ts").map(Timestamp::parse),
                        json.texts("logLines"));
            case "ActionResponse" ->
                new ActionResponse(new RequestId(json.number("requestId")), result(json), json.texts("logLines"));
            case "AuthError" ->
                new AuthError(
                        json.text("error"),
                        Uint32.check("baseVersion", json.number("baseVersion")),
                        // Older deployments leave it out, and then an Authenticate was refused.
                        json.bool("authUpdateAttempted", true));
            case "FatalError" -> new FatalError(json.text("error"));
            case "Ping" -> new Ping();
            default -> throw new WireException("`type` names no message of a deployment's");
        };
    }

    private static StateVersion version(JsonFields json) {
        return new StateVersion(json.number("querySet"), json.number("identity"), Timestamp.parse(json.text("ts")));
    }

    private static Result result(JsonFields json) {
        if (json.bool("success")) {
            return new Result.Success(json.value("result"));
        }
        Optional<ConvexValue> data = json.optionalValue("errorData");
        return new Result.Failure(json.text("result"), data);
    }

    private static Modification modification(JsonFields json) {
        QueryId id = new QueryId(json.number("queryId"));
        return switch (json.text("type")) {
            case "QueryUpdated" ->
                new Modification.Updated(id, json.value("value"), json.texts("logLines"), json.optionalText("journal"));
            case "QueryFailed" ->
                new Modification.Failed(
                        id,
                        json.text("errorMessage"),
                        json.optionalValue("errorData"),
                        json.texts("logLines"),
                        json.optionalText("journal"));
            case "QueryRemoved" -> new Modification.Removed(id);
            default -> throw new WireException("A modification's `type` names none of the protocol's");
        };
    }
}
