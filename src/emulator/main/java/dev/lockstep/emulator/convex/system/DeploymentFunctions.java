package dev.lockstep.emulator.convex.system;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.system.SystemFunctions.Facts;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Variables, addresses, the schema and the functions there are. */
final class DeploymentFunctions {

    private static final ConvexValue ANY = ConvexValue.object("type", ConvexValue.text("any"));

    private final Facts facts;

    DeploymentFunctions(Facts facts) {
        this.facts = facts;
    }

    ConvexValue variables(ComponentPath component, Transaction transaction, Obj args) {
        var all = new ArrayList<ConvexValue>();
        new TreeMap<>(facts.variables()).forEach((name, value) -> all.add(variable(name, value)));
        return new Array(all);
    }

    ConvexValue variable(ComponentPath component, Transaction transaction, Obj args) {
        String name = Args.text(args, "name");
        // The built-in ones are not listed, but who asks for one by name gets it: older CLIs do.
        String value = facts.variables().getOrDefault(name, facts.addresses().get(name));
        return value == null ? ConvexValue.NULL : variable(name, value);
    }

    ConvexValue address(String name) {
        return ConvexValue.of(facts.addresses().get(name));
    }

    /** The schemas as JSON texts; none is ever in progress, since a push is finished at once. */
    ConvexValue schemas(ComponentPath component, Transaction transaction, Obj args) {
        Obj none = ConvexValue.emptyObject();
        return facts.components()
                .get(component)
                .schemaJson()
                .map(json -> none.with("active", ConvexValue.text(StoredSchema.of(json))))
                .orElse(none);
    }

    /** What the dashboard's banner asks. Only two of the service's states exist here. */
    ConvexValue state(ComponentPath component, Transaction transaction, Obj args) {
        return ConvexValue.object("state", ConvexValue.text(facts.isPaused() ? "paused" : "running"));
    }

    /** The app, which has no name, and every use of a component. A path names one for ever, so it is the id too. */
    ConvexValue components(ComponentPath component, Transaction transaction, Obj args) {
        var list = new ArrayList<ConvexValue>();
        facts.components().forEach((path, definition) -> {
            ConvexValue id = ConvexValue.text(path.text());
            list.add(ConvexValue.object("id", id)
                    .with("path", id)
                    .with("name", path.isRoot() ? ConvexValue.NULL : ConvexValue.text(path.name()))
                    .with("args", path.isRoot() ? ConvexValue.emptyObject() : args(path))
                    .with("state", ConvexValue.text("active")));
        });
        return new Array(list);
    }

    /** What the parent writes down at the use. */
    private Obj args(ComponentPath path) {
        Obj given = ConvexValue.emptyObject();
        JsonNode uses = facts.components().get(path.parent()).metadata().path("childComponents");
        for (JsonNode use : uses) {
            if (use.path("name").asString().equals(path.name())) {
                for (JsonNode binding : use.path("args")) {
                    String value = binding.path(1).path("value").asString("null");
                    given = given.with(binding.path(0).asString(), ConvexJson.parse(value));
                }
            }
        }
        return given;
    }

    ConvexValue apiSpec(ComponentPath component, Transaction transaction, Obj args) {
        var spec = new ArrayList<ConvexValue>();
        new TreeMap<>(facts.components().get(component).analysis()).forEach((module, found) -> {
            found.path("functions").forEach(function -> spec.add(function(module, function)));
            found.path("httpRoutes").forEach(route -> spec.add(route(route.path("route"))));
        });
        return new Array(spec);
    }

    private static Obj variable(String name, String value) {
        return ConvexValue.object("name", ConvexValue.text(name)).with("value", ConvexValue.text(value));
    }

    private static Obj function(String module, JsonNode function) {
        return ConvexValue.object(
                        "identifier",
                        ConvexValue.text(module + ":" + function.path("name").asString()))
                .with("functionType", ConvexValue.text(function.path("udfType").asString()))
                .with("visibility", WireJson.value(function.path("visibility")))
                .with("args", validator(function.path("args")))
                .with("returns", validator(function.path("returns")));
    }

    private static Obj route(JsonNode route) {
        return ConvexValue.object("functionType", ConvexValue.text("HttpAction"))
                .with("method", ConvexValue.text(route.path("method").asString()))
                .with("path", ConvexValue.text(route.path("path").asString()));
    }

    /** A validator is kept as JSON inside a text; no validator lets everything through. */
    private static ConvexValue validator(JsonNode text) {
        String json = text.asString("null");
        return json.equals("null") ? ANY : ConvexJson.parse(json);
    }
}
