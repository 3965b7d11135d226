package dev.lockstep.emulator.convex.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.auth.AuthProvider;
import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.deployment.InstalledCode;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PushDiffTest {

    private static final String POOL = "../node_modules/pool";

    @TempDir
    Path folder;

    @Test
    void tellsWhatIsNew() {
        JsonNode diff = diff(nothing(), app("'a.js'", "tick", "by_room", false, "1.0"), List.of());

        JsonNode root = diff.path("componentDiffs").path("");
        assertThat(root.path("diffType")).isEqualTo(json("{'type':'create'}"));
        assertThat(root.path("moduleDiff")).isEqualTo(json("{'added':['a.js','crons.js'],'removed':[]}"));
        assertThat(root.path("cronDiff")).isEqualTo(json("{'added':['daily','tick'],'updated':[],'deleted':[]}"));
        assertThat(root.path("udfConfigDiff").isNull()).isTrue();
        assertThat(root.path("schemaDiff").path("previous_schema").isNull()).isTrue();
        assertThat(root.path("schemaDiff").path("next_schema").asString()).contains("by_room");
        assertThat(diff.path("authDiff").path("added").size()).isEqualTo(1);
    }

    @Test
    void tellsWhatChangedAndWhatIsGone() {
        InstalledCode before = app("'a.js','b.js'", "tick", "by_room", false, "1.0");
        InstalledCode after = new InstalledCode(
                app("'a.js','c.js'", "tock", "by_name", false, "1.1").app(), Map.of(), List.of());

        JsonNode diff = diff(before, after, List.of());

        JsonNode root = diff.path("componentDiffs").path("");
        assertThat(root.path("diffType").path("type").asString()).isEqualTo("modify");
        assertThat(root.path("moduleDiff")).isEqualTo(json("{'added':['c.js'],'removed':['b.js']}"));
        assertThat(root.path("cronDiff")).isEqualTo(json("{'added':['tock'],'updated':['daily'],'deleted':['tick']}"));
        assertThat(root.path("udfConfigDiff")).isEqualTo(json("{'previous_version':'1.0','next_version':'1.1'}"));
        assertThat(root.path("indexDiff").path("added_indexes").findValuesAsString("name"))
                .containsExactly("notes.by_name");
        assertThat(root.path("indexDiff").path("removed_indexes").findValuesAsString("name"))
                .containsExactly("notes.by_room");
        assertThat(root.path("schemaDiff").path("previous_schema").asString()).contains("by_room");
        assertThat(diff.path("authDiff").path("removed").path(0).asString()).contains("https://people.test");
    }

    @Test
    void tellsNothingOfWhatStayed() {
        InstalledCode same = app("'a.js'", "tick", "by_room", false, "1.0");

        JsonNode diff = diff(same, same, List.of());

        JsonNode root = diff.path("componentDiffs").path("");
        assertThat(root.path("moduleDiff")).isEqualTo(json("{'added':[],'removed':[]}"));
        assertThat(root.path("cronDiff")).isEqualTo(json("{'added':[],'updated':[],'deleted':[]}"));
        assertThat(root.path("schemaDiff").isNull()).isTrue();
        assertThat(diff.path("authDiff")).isEqualTo(json("{'added':[],'removed':[]}"));
    }

    @Test
    void tellsAnIndexThatIsOnlyStagedFromANewOne() {
        InstalledCode staged = app("'a.js'", "tick", "by_room", true, "1.0");
        InstalledCode used = app("'a.js'", "tick", "by_room", false, "1.0");

        JsonNode enabled = indexes(diff(staged, used, List.of()));
        assertThat(enabled.path("enabled_indexes").findValuesAsString("name")).containsExactly("notes.by_room");
        assertThat(enabled.path("added_indexes")).isEmpty();
        assertThat(enabled.path("removed_indexes")).isEmpty();
        JsonNode disabled = indexes(diff(used, staged, List.of()));
        assertThat(disabled.path("disabled_indexes").findValuesAsString("name")).containsExactly("notes.by_room");
        assertThat(disabled.path("removed_indexes")).isEmpty();
    }

    /** Its documents stay when a component goes, and it finds them when it comes back. */
    @Test
    void tellsAComponentThatComesGoesAndComesBack() {
        InstalledCode without = app("'a.js'", "tick", "by_room", false, "1.0");
        InstalledCode with = withPool(without);

        assertThat(poolCame(without, with, List.of())).isEqualTo("create");
        assertThat(poolCame(with, with, List.of())).isEqualTo("modify");
        assertThat(poolCame(with, without, List.of())).isEqualTo("unmount");
        assertThat(poolCame(without, with, List.of(new ComponentPath("mails")))).isEqualTo("remount");
    }

    /** The CLI asks before it drops the index of a large table, and warns of schemas that take long to check. */
    @Test
    void forecastsWhatAPushDoesToTheDocumentsThereAre() throws Exception {
        InstalledCode before = app("'a.js'", "tick", "by_room", false, "1.0");
        InstalledCode after = withPool(app("'a.js'", "tick", "by_name", false, "1.0"));

        JsonNode forecast = forecast(before, after);

        assertThat(forecast.path("newComponentDefinitions")).isEqualTo(json("['" + POOL + "']"));
        JsonNode root = forecast.path("componentSchemaEvaluations").path("");
        assertThat(root.path("indexes"))
                .isEqualTo(json("[{'name':'notes.by_name','type':'database','fields':['room'],'change':'added',"
                        + "'needsBackfill':true,'numDocs':3},{'name':'notes.by_room','type':'database',"
                        + "'fields':['room'],'change':'dropped','needsBackfill':false,'numDocs':3}]"));
        JsonNode notes = root.path("tables").path(0);
        assertThat(notes.path("outcome").asString()).isEqualTo("supersetOfEnforced");
        assertThat(notes.path("numDocs").asInt()).isEqualTo(3);
        assertThat(notes.path("sizeBytes").asInt()).isGreaterThan(100);
        assertThat(forecast(nothing(), after)
                        .path("componentSchemaEvaluations")
                        .path("")
                        .path("tables")
                        .path(0)
                        .path("outcome")
                        .asString())
                .isEqualTo("mustWalk");
    }

    private JsonNode forecast(InstalledCode before, InstalledCode after) throws Exception {
        try (DeploymentFile file = DeploymentFile.open(
                        folder.resolve("forecast-" + before.modules().size()));
                DocumentStore store = DocumentStore.open(file, Clock.systemUTC(), new Random(1))) {
            var transaction = store.begin();
            for (int i = 0; i < 3; i++) {
                transaction.insert(
                        "notes", transaction.mint("notes"), ConvexValue.object("room", ConvexValue.text("a")));
            }
            store.commit(transaction);
            return new SchemaForecast(before, after, changes(before, after), store.latest()).json();
        }
    }

    private String poolCame(InstalledCode before, InstalledCode after, List<ComponentPath> known) {
        return diff(before, after, known)
                .path("componentDiffs")
                .path("mails")
                .path("diffType")
                .path("type")
                .asString();
    }

    private static JsonNode indexes(JsonNode diff) {
        return diff.path("componentDiffs").path("").path("indexDiff");
    }

    /** @param known the components that the store has tables of */
    private JsonNode diff(InstalledCode before, InstalledCode after, List<ComponentPath> known) {
        try (DeploymentFile file = DeploymentFile.open(folder.resolve("convex" + known.size()));
                DocumentStore store = DocumentStore.open(file, Clock.systemUTC(), new Random(1))) {
            known.forEach(store::declareComponent);
            return new PushDiff(before, after, changes(before, after), store.latest()).json();
        }
    }

    private static Map<ComponentPath, SchemaChange> changes(InstalledCode before, InstalledCode after) {
        var changes = new TreeMap<ComponentPath, SchemaChange>();
        after.components().forEach((path, definition) -> {
            ComponentDefinition was = before.components().getOrDefault(path, ComponentDefinition.NONE);
            changes.put(path, new SchemaChange(path, was.schema(), definition.schema()));
        });
        return changes;
    }

    private static InstalledCode nothing() {
        return new InstalledCode(ComponentDefinition.NONE, Map.of(), List.of());
    }

    /** An app with two crons, of which `daily` is due at a time that depends on the version. */
    private static InstalledCode app(String modules, String cron, String index, boolean staged, String version) {
        String kind = staged ? "stagedDbIndexes" : "indexes";
        String schema = "{'tables':[{'tableName':'notes','" + kind + "':[{'indexDescriptor':'" + index
                + "','fields':['room']}],'documentType':{'type':'any'}}],'schemaValidation':true}";
        String crons = "[{'name':'" + cron + "','spec':{'schedule':{'type':'interval','seconds':5}}},"
                + "{'name':'daily','spec':{'schedule':{'type':'cron','cronExpr':'" + version.charAt(2)
                + " 4 * * *'}}}]";
        var sources = new TreeMap<String, PushedModule>();
        json("[" + modules + ",'crons.js']").forEach(path -> {
            String name = path.asString();
            sources.put(name, new PushedModule(name, "", "", PushedModule.Environment.ISOLATE));
        });
        return new InstalledCode(
                new ComponentDefinition(
                        "",
                        sources,
                        Map.of("crons.js", json("{'cronSpecs':" + crons + "}")),
                        Optional.of(schema.replace('\'', '"')),
                        WireJson.object(),
                        version),
                Map.of(),
                AuthProvider.all(json("[{'domain':'https://people.test','applicationID':'app'}]")));
    }

    private static InstalledCode withPool(InstalledCode code) {
        var app = code.app();
        var using = new ComponentDefinition(
                "",
                app.modules(),
                app.analysis(),
                app.schemaJson(),
                json("{'childComponents':[{'name':'mails','path':'" + POOL + "','args':null}]}"),
                app.serverVersion());
        return new InstalledCode(
                using,
                Map.of(POOL, ComponentDefinition.of(json("{'path':'" + POOL + "','metadata':{}}"))),
                code.providers());
    }

    private static JsonNode json(String text) {
        return WireJson.parse(text.replace('\'', '"'));
    }
}
