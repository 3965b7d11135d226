package dev.lockstep.convex.wire;

import dev.lockstep.convex.wire.ClientMessage.Action;
import dev.lockstep.convex.wire.ClientMessage.Authenticate;
import dev.lockstep.convex.wire.ClientMessage.Connect;
import dev.lockstep.convex.wire.ClientMessage.Event;
import dev.lockstep.convex.wire.ClientMessage.Modification;
import dev.lockstep.convex.wire.ClientMessage.ModifyQuerySet;
import dev.lockstep.convex.wire.ClientMessage.Mutation;
import dev.lockstep.convex.wire.ClientMessage.Token;
import java.util.UUID;

/** The JSON of what clients say. Stateless. */
final class ClientJson {

    private ClientJson() {}

    static String write(ClientMessage message) {
        return switch (message) {
            case Connect connect -> write(connect);
            case Authenticate(long base, Token token) -> write(base, token);
            case ModifyQuerySet(long base, long version, var modifications) ->
                JsonText.ofType("ModifyQuerySet")
                        .number("baseVersion", base)
                        .number("newVersion", version)
                        .list("modifications", modifications, (one, out) -> out.append(write(one)))
                        .end();
            case Mutation(var id, var path, var args, var component) -> {
                var json = JsonText.ofType("Mutation")
                        .number("requestId", id.value())
                        .text("udfPath", path)
                        .values("args", args);
                component.ifPresent(text -> json.text("componentPath", text));
                yield json.end();
            }
            case Action(var id, var path, var args, var component) -> {
                var json = JsonText.ofType("Action")
                        .number("requestId", id.value())
                        .text("udfPath", path)
                        .values("args", args);
                component.ifPresent(text -> json.text("componentPath", text));
                yield json.end();
            }
            case Event(String type) ->
                JsonText.ofType("Event")
                        .text("eventType", type)
                        .raw("event", "null")
                        .end();
        };
    }

    private static String write(Connect connect) {
        var json = JsonText.ofType("Connect")
                .text("sessionId", connect.sessionId().toString())
                .number("connectionCount", connect.connectionCount())
                .textOrNull("lastCloseReason", connect.lastCloseReason());
        connect.maxObserved().ifPresent(ts -> json.text("maxObservedTimestamp", ts.base64()));
        connect.clientTs().ifPresent(millis -> json.number("clientTs", millis));
        return json.end();
    }

    private static String write(long base, Token token) {
        var json = JsonText.ofType("Authenticate").number("baseVersion", base);
        switch (token) {
            case Token.None none -> json.text("tokenType", "None");
            case Token.User(String jwt) -> json.text("tokenType", "User").text("value", jwt);
            case Token.Admin(String key, var actingAs) -> {
                json.text("tokenType", "Admin").text("value", key);
                actingAs.ifPresent(identity -> json.raw("impersonating", identity));
            }
        }
        return json.end();
    }

    private static String write(Modification modification) {
        return switch (modification) {
            case Modification.Add(var id, var path, var args, var journal, var component) -> {
                var json = JsonText.ofType("Add")
                        .number("queryId", id.value())
                        .text("udfPath", path)
                        .values("args", args);
                journal.ifPresent(text -> json.text("journal", text));
                component.ifPresent(text -> json.text("componentPath", text));
                yield json.end();
            }
            case Modification.Remove(var id) ->
                JsonText.ofType("Remove").number("queryId", id.value()).end();
        };
    }

    static ClientMessage read(String text) {
        JsonFields json = JsonFields.parse(text);
        String type = json.text("type");
        return switch (type) {
            case "Connect" ->
                new Connect(
                        session(json.text("sessionId")),
                        Uint32.check("connectionCount", json.number("connectionCount")),
                        json.optionalText("lastCloseReason"),
                        json.optionalText("maxObservedTimestamp").map(Timestamp::parse),
                        json.optionalNumber("clientTs"));
            case "Authenticate" ->
                new Authenticate(Uint32.check("baseVersion", json.number("baseVersion")), token(json));
            case "ModifyQuerySet" ->
                new ModifyQuerySet(
                        Uint32.check("baseVersion", json.number("baseVersion")),
                        Uint32.check("newVersion", json.number("newVersion")),
                        json.objects("modifications", ClientJson::modification));
            case "Mutation" ->
                new Mutation(
                        new RequestId(json.number("requestId")),
                        json.text("udfPath"),
                        json.values("args"),
                        json.optionalText("componentPath"));
            case "Action" ->
                new Action(
                        new RequestId(json.number("requestId")),
                        json.text("udfPath"),
                        json.values("args"),
                        json.optionalText("componentPath"));
            case "Event" -> new Event(json.text("eventType"));
            default -> throw new WireException("`type` names no message of a client's");
        };
    }

    private static Token token(JsonFields json) {
        return switch (json.text("tokenType")) {
            case "None" -> new Token.None();
            case "User" -> new Token.User(json.text("value"));
            case "Admin" ->
                // The Rust client spells the field its own way.
                new Token.Admin(
                        json.text("value"),
                        json.optionalJson("impersonating").or(() -> json.optionalJson("acting_as")));
            default -> throw new WireException("`tokenType` must be None, User or Admin");
        };
    }

    private static Modification modification(JsonFields json) {
        return switch (json.text("type")) {
            case "Add" ->
                new Modification.Add(
                        new QueryId(json.number("queryId")),
                        json.text("udfPath"),
                        json.values("args"),
                        json.optionalText("journal"),
                        json.optionalText("componentPath"));
            case "Remove" -> new Modification.Remove(new QueryId(json.number("queryId")));
            default -> throw new WireException("A modification's `type` must be Add or Remove");
        };
    }

    private static UUID session(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new WireException("`sessionId` must be a UUID");
        }
    }
}
