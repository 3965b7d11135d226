package dev.lockstep.emulator.convex;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A small app as the CLI would bundle and send it, written by hand so that no Node is needed. Immutable. */
record PushedApp(Map<String, String> modules, Optional<String> schema, Map<String, String> components) {

    /** What {@code convex/server} adds to every bundle, as far as these apps need it. */
    private static final String LIBRARY = """
            const make = (kind, visibility, args, handler) => {
              const f = () => undefined;
              f['is' + kind] = true;
              f['is' + visibility] = true;
              f.exportArgs = () => JSON.stringify(args);
              f.exportReturns = () => 'null';
              f['invoke' + kind] = async (...all) => {
                const db = async (op, value) => JSON.parse(await Convex.asyncSyscall('1.0/' + op, JSON.stringify(value)));
                const result = await handler(JSON.parse(all[all.length - 1])[0], db);
                return JSON.stringify(result === undefined ? null : result);
              };
              return f;
            };
            export const any = { type: 'any' };
            export const query = (handler, args = any) => make('Query', 'Public', args, handler);
            export const mutation = (handler, args = any) => make('Mutation', 'Public', args, handler);
            export const action = (handler, args = any) => make('Action', 'Public', args, handler);
            export const internalQuery = (handler) => make('Query', 'Internal', any, handler);
            export const rows = async (db, query) => {
              const { queryId } = JSON.parse(Convex.syscall('1.0/queryStream', JSON.stringify({ query })));
              const found = [];
              for (;;) {
                const { value, done } = await db('queryStreamNext', { queryId });
                if (done) {
                  return found;
                }
                found.push(value);
              }
            };
            export const all = (table) => ({ source: { type: 'FullTableScan', tableName: table, order: null }, operators: [] });
            """;

    static final PushedApp EMPTY = new PushedApp(Map.of("_deps/LIB.js", LIBRARY), Optional.empty(), Map.of());

    /** With one more module; it finds the library's names imported. */
    PushedApp with(String path, String source) {
        var more = new LinkedHashMap<>(modules);
        String up = path.contains("/") ? "../" : "./";
        more.put(path, importing(up, source));
        return new PushedApp(more, schema, components);
    }

    private static String importing(String up, String source) {
        return "import { any, query, mutation, action, internalQuery, rows, all } from '" + up + "_deps/LIB.js';\n"
                + source;
    }

    /** With a component in use under this name, whose one module is {@code lib.js}. */
    PushedApp withComponent(String name, String source) {
        var more = new LinkedHashMap<>(components);
        more.put(name, importing("./", source));
        return new PushedApp(modules, schema, more);
    }

    /** With a schema as {@code schema.export()} would give it. */
    PushedApp withSchema(String json) {
        return new PushedApp(modules, Optional.of(json), components);
    }

    /** The body of {@code start_push}. */
    ObjectNode body() {
        ObjectNode body = WireJson.object().put("adminKey", "in the header").put("dryRun", false);
        ObjectNode app = body.putObject("appDefinition");
        app.putNull("definition");
        app.putArray("dependencies");
        schema.ifPresentOrElse(
                json -> app.putObject("schema")
                        .put("path", "schema.js")
                        .put("source", "export default { export: () => JSON.stringify(" + json + ") };")
                        .put("environment", "isolate"),
                () -> app.putNull("schema"));
        var changed = app.putArray("changedModules");
        modules.forEach((path, source) ->
                changed.addObject().put("path", path).put("source", source).put("environment", "isolate"));
        app.putArray("unchangedModuleHashes");
        app.put("udfServerVersion", "1.48.0");
        var definitions = body.putArray("componentDefinitions");
        components.forEach((name, source) -> addComponent(name, source, app, definitions.addObject()));
        return body;
    }

    private void addComponent(String name, String source, ObjectNode app, ObjectNode definition) {
        definition.put("definitionPath", name).put("udfServerVersion", "1.48.0").putNull("schema");
        definition.putArray("dependencies");
        define(definition, "{ definitionType: { type: 'childComponent', name: '" + name + "', args: [] } }");
        var functions = definition.putArray("functions");
        functions
                .addObject()
                .put("path", "_deps/LIB.js")
                .put("source", modules.get("_deps/LIB.js"))
                .put("environment", "isolate");
        functions.addObject().put("path", "lib.js").put("source", source).put("environment", "isolate");
        app.putArray("dependencies").add(name);
        define(
                app,
                "{ definitionType: { type: 'app' }, childComponents: [{ name: '" + name + "', path: '" + name
                        + "', args: [] }] }");
    }

    private static void define(ObjectNode owner, String exported) {
        owner.putObject("definition")
                .put("path", "convex.config.js")
                .put("source", "export default { export: () => (" + exported + ") };")
                .put("environment", "isolate");
    }
}
