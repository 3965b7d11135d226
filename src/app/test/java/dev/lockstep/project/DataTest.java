package dev.lockstep.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.ConvexSide;
import dev.lockstep.LockstepApp;
import dev.lockstep.ProjectPerson;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.convex.deployment.data.DataPage;
import dev.lockstep.convex.deployment.data.StoredDocument;
import dev.lockstep.core.Problem;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.access.Target;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a project's deployment holds, through the door, on the emulated platform. */
@Tag("wire")
class DataTest {

    private final LockstepApp app = LockstepApp.shared();
    private final ConvexSide convex = new ConvexSide(app);
    private final Data data = app.bean(Data.class);
    private final ProjectPerson mary = ProjectPerson.signUp(app, "Mary");
    private final ConvexSide.Made made = convex.make("local", "Archive");
    private final ProjectId project = mary.project("Archive");
    private final Target target = Target.of(project);

    @BeforeEach
    void connect() {
        app.bean(Connections.class).selfHosted(mary.at(project).toChangeAsOwner(), "" + made.url(), made.key());
    }

    @AfterEach
    void calm() throws Exception {
        convex.deploymentFault(made, "DELETE", "");
        app.calm();
        convex.clear("local");
    }

    @Test
    void showsValuesOfEveryType() throws Exception {
        insert("kinds", """
                [{"none": null, "yes": true, "large": {"$integer": "KgAAAAAAAAA="}, "half": 0.5, "huge": 1e21, "time": 1795288791776.5405, "one": 1, "nan":
                  {"$float": "AAAAAAAA+H8="}, "minus": {"$float": "AAAAAAAAAIA="}, "text": "a \\"b\\"\\n<i>",
                  "bytes": {"$bytes": "AQID"}, "list": [1, {"$integer": "AQAAAAAAAAA="}, []],
                  "nested": {"deep": {"er": null}}, "long": "%s"}]""".formatted("x".repeat(500)));

        StoredDocument kinds =
                data.open(mary.at(target).asEditor(), "kinds").items().getFirst();

        assertThat(kinds.line("none")).hasValue("null");
        assertThat(kinds.line("missing")).isEmpty();
        assertThat(kinds.line("yes")).hasValue("true");
        assertThat(kinds.line("large")).hasValue("42n");
        assertThat(kinds.line("half")).hasValue("0.5");
        assertThat(kinds.line("huge")).hasValue("1e21");
        assertThat(kinds.line("time")).hasValue("1795288791776.5405");
        assertThat(kinds.line("one")).hasValue("1");
        assertThat(kinds.line("nan")).hasValue("NaN");
        assertThat(kinds.line("minus")).hasValue("-0");
        assertThat(kinds.line("text")).hasValue("\"a \\\"b\\\"\\n<i>\"");
        assertThat(kinds.line("bytes")).hasValue("3 bytes");
        assertThat(kinds.line("list")).hasValue("[1, 1n, []]");
        assertThat(kinds.line("nested")).hasValue("{\"deep\": {\"er\": null}}");
        assertThat(kinds.line("long").orElseThrow()).hasSize(160).endsWith("…");
        assertThat(kinds.fields()).hasSize(14).doesNotContain("_id", "_creationTime");
        assertThat(kinds.text())
                .contains("  \"list\": [\n    1,\n    1n,\n    []\n  ]")
                .contains("x".repeat(500));
        assertThat(kinds.json()).contains("{\"$integer\":\"KgAAAAAAAAA=\"}");
        StoredDocument found = data.document(mary.at(target).asEditor(), " " + kinds.id() + " ")
                .orElseThrow();
        assertThat(found.json()).isEqualTo(kinds.json());
        assertThatThrownBy(() -> data.document(mary.at(target).asEditor(), "no id"))
                .hasMessageContaining("no id");
    }

    @Test
    void turnsPagesAndNotesTheOpeningOnce() throws Exception {
        assertThat(data.tables(mary.at(target).asViewer())).isEmpty();
        insert(
                "notes",
                IntStream.range(0, 120).mapToObj("{\"n\":%d}"::formatted).collect(Collectors.joining(",", "[", "]")));
        insert("others", "[{}]");
        Instant before = app.bean(java.time.Clock.class).instant();

        assertThat(data.tables(mary.at(target).asViewer()))
                .extracting(table -> table.name() + " " + table.documents().orElse(-1))
                .containsExactly("notes 120", "others 1");
        var seen = new ArrayList<String>();
        DataPage<StoredDocument> page = data.open(mary.at(target).asEditor(), "notes");
        int pages = 1;
        page.items().forEach(one -> seen.add(one.line("n").orElseThrow()));
        while (page.next().isPresent()) {
            page = data.documents(mary.at(target).asEditor(), "notes", page.next());
            page.items().forEach(one -> seen.add(one.line("n").orElseThrow()));
            pages++;
        }

        assertThat(pages).isEqualTo(3);
        assertThat(seen)
                .containsExactlyElementsOf(
                        IntStream.range(0, 120).mapToObj(n -> "" + (119 - n)).toList());
        assertThat(app.bean(AuditTrail.class)
                        .newest(new AuditTrail.Filter("project.table-opened", Set.of(), before), 0, 1000))
                .filteredOn(record -> record.entry().detail().contains(project.toString()))
                .singleElement()
                .satisfies(record -> assertThat(record.entry().detail()).isEqualTo("project " + project + " notes"));
    }

    /** A document may have a megabyte, so that a page of them is more than an answer may hold. */
    @Test
    void asksForLessWhenAPageIsTooLarge() throws Exception {
        String heavy = "{\"text\":\"%s\"}".formatted("x".repeat(900_000));
        String five = String.join(",", Collections.nCopies(5, heavy));
        insert("heavy", "[" + five + "]");
        insert("heavy", "[" + five + "]");

        DataPage<StoredDocument> page = data.open(mary.at(target).asEditor(), "heavy");

        assertThat(page.items()).hasSize(4);
        assertThat(data.documents(mary.at(target).asEditor(), "heavy", page.next())
                        .items())
                .extracting(StoredDocument::id)
                .hasSize(6)
                .doesNotContainAnyElementsOf(
                        page.items().stream().map(StoredDocument::id).toList());
    }

    @Test
    void keepsDocumentsAndFilesFromViewersAndEverythingFromStrangers() throws Exception {
        insert("letters", "[{\"to\": \"Margaret\"}]");
        schedulesALetterToMargaret();
        String id = data.open(mary.at(target).asEditor(), "letters")
                .items()
                .getFirst()
                .id();
        var walton = ProjectPerson.signUp(app, "Walton");
        assertThatThrownBy(() -> data.tables(walton.at(target).asViewer())).hasMessageContaining("no such project");

        app.bean(Projects.class).admit(mary.id(), project, walton.id(), ProjectRole.VIEWER);

        assertThat(data.tables(walton.at(target).asViewer())).hasSize(1);
        assertThat(data.scheduled(walton.at(target).asViewer(), Optional.empty())
                        .items())
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.function()).isEqualTo("letters:send");
                    assertThat(call.arguments()).isEmpty();
                });
        assertThat(data.scheduled(mary.at(target).asViewer(), Optional.empty()).items())
                .singleElement()
                .satisfies(call -> assertThat(call.arguments()).hasValue("{\"to\": \"Margaret\"}"));
        assertThat(data.crons(walton.at(target).asViewer())).isEmpty();
        for (Runnable refused : List.<Runnable>of(
                () -> data.open(walton.at(target).asEditor(), "letters"),
                () -> data.documents(walton.at(target).asEditor(), "letters", Optional.empty()),
                () -> data.document(walton.at(target).asEditor(), id),
                () -> data.files(walton.at(target).asEditor(), Optional.empty()),
                () -> data.address(walton.at(target).asEditor(), id))) {
            assertThatThrownBy(refused::run).isInstanceOf(Problem.class).hasMessageContaining("owners and editors");
        }
    }

    /** An older deployment, or one that somebody hosts, need not know every question. */
    @Test
    void saysWhatADeploymentDoesNotTell() throws Exception {
        insert("letters", "[{}]");
        convex.deploymentFault(
                made,
                "POST",
                "{\"match\": \"api/query\", \"status\": 560, \"body\": \"{\\\"status\\\": \\\"error\\\","
                        + " \\\"errorMessage\\\": \\\"Could not find function for '_system/x'\\\"}\"}");

        assertThatThrownBy(() -> data.crons(mary.at(target).asViewer()))
                .isInstanceOfSatisfying(
                        PlatformProblem.class,
                        problem -> assertThat(problem.is(PlatformProblem.NOT_OFFERED))
                                .isTrue());
        assertThat(data.address(mary.at(target).asEditor(), "k".repeat(32))).isEmpty();
        convex.deploymentFault(made, "DELETE", "");
        convex.deploymentFault(made, "POST", "{\"match\": \"query_batch\", \"status\": 400, \"body\": \"{}\"}");
        assertThat(data.tables(mary.at(target).asViewer()))
                .singleElement()
                .satisfies(table -> assertThat(table.documents()).isEmpty());
    }

    /** A function by hand, as a bundle would have it, pushed and run once. */
    private void schedulesALetterToMargaret() throws Exception {
        String source = """
                export const send = () => undefined;
                send.isMutation = true;
                send.isPublic = true;
                send.exportArgs = () => '{"type":"any"}';
                send.exportReturns = () => 'null';
                send.invokeMutation = async () => {
                  await Convex.asyncSyscall('1.0/schedule', JSON.stringify(
                    { name: 'letters:send', ts: Date.now() / 1000 + 86400 * 365, args: { to: 'Margaret' } }));
                  return 'null';
                };
                """;
        JsonMapper json = JsonMapper.shared();
        var body = json.createObjectNode();
        var definition = body.putObject("appDefinition").put("udfServerVersion", "1.48.0");
        definition.putArray("dependencies");
        definition.putArray("unchangedModuleHashes");
        definition
                .putArray("changedModules")
                .addObject()
                .put("path", "letters.js")
                .put("source", source)
                .put("environment", "isolate");
        body.putArray("componentDefinitions");
        String started = post("/api/deploy2/start_push", body.toString());
        post("/api/deploy2/finish_push", "{\"startPush\": " + started + "}");
        assertThat(post("/api/mutation", "{\"path\": \"letters:send\", \"args\": {}}"))
                .contains("success");
    }

    private void insert(String table, String documents) throws Exception {
        String answer = post(
                "/api/mutation",
                "{\"path\": \"_system/frontend/addDocument:default\", \"format\": \"convex_encoded_json\", \"args\":"
                        + " {\"table\": \"" + table + "\", \"documents\": " + documents + "}}");
        assertThat(answer).contains("\"success\":true");
    }

    private String post(String path, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(made.url() + path))
                    .header("Authorization", "Convex " + made.key())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }
}
