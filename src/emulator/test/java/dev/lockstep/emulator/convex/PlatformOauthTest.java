package dev.lockstep.emulator.convex;

import static dev.lockstep.emulator.convex.PlatformVisitor.CALLBACK;
import static dev.lockstep.emulator.convex.PlatformVisitor.CALLBACK_WITH_QUERY;
import static dev.lockstep.emulator.convex.PlatformVisitor.asking;
import static dev.lockstep.emulator.convex.PlatformVisitor.parameter;
import static dev.lockstep.emulator.convex.PlatformVisitor.trading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.ManualClock;
import dev.lockstep.emulator.convex.NodeProject.Ended;
import dev.lockstep.emulator.convex.PlatformVisitor.Answer;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.host.DeploymentHost;
import dev.lockstep.emulator.convex.platform.Platform;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** How an application gets into a team or a project, and how it is put out again. */
@Tag("wire")
class PlatformOauthTest {

    private static final String TEAM = "/oauth/authorize/team";
    private static final String PROJECT = "/oauth/authorize/project";

    @TempDir
    static Path home;

    private static final ManualClock CLOCK = ManualClock.standing();
    private static DeploymentHost host;
    private static Platform platform;
    private static PlatformVisitor visitor;

    @BeforeAll
    static void start() {
        host = new DeploymentHost(CallLimits.DEFAULT, Clock.systemUTC());
        platform = Platform.start(host, PlatformVisitor.settings(home.resolve("platform")), CLOCK);
        visitor = new PlatformVisitor(platform.url());
    }

    @AfterAll
    static void stop() {
        visitor.close();
        platform.close();
        host.close();
    }

    @AfterEach
    void putBack() {
        visitor.asPerson("DELETE", "/emulator/faults", "");
        visitor.asPerson("POST", "/emulator/grants/revoke", "{}");
        visitor.asPerson("POST", "/emulator/teams/local", "{\"singleSignOn\":false}");
    }

    @Test
    void saysWhatIsMissingAndNeverRedirects() {
        Answer nothing = visitor.send("GET", TEAM, "");

        assertThat(nothing.status()).isEqualTo(400);
        assertThat(nothing.location()).isEmpty();
        assertThat(nothing.body())
                .contains("client_id is missing", "redirect_uri is missing", "response_type is missing")
                .doesNotContain("code_challenge");
        for (var wrong : List.of(
                Map.entry("client_id", "somebody"),
                Map.entry("redirect_uri", CALLBACK + "/"),
                Map.entry("redirect_uri", CALLBACK.replace("127.0.0.1", "localhost")),
                Map.entry("response_type", "token"),
                Map.entry("code_challenge", "too-short"),
                Map.entry("code_challenge_method", "plain"))) {
            Map<String, String> query = asking(CALLBACK);
            query.put(wrong.getKey(), wrong.getValue());

            Answer page = visitor.page(PROJECT, query);
            Answer button = visitor.button(TEAM, query, Map.of("team", "local"));

            assertThat(List.of(page.status(), button.status()))
                    .as(wrong.toString())
                    .containsOnly(400);
            assertThat(page.body()).contains("<li>" + wrong.getKey());
            assertThat(button.location()).isEmpty();
        }
    }

    @Test
    void writesWhatCameAsTextIntoThePage() {
        Map<String, String> query = asking("http://x/<script>alert(1)</script>");

        assertThat(visitor.page(TEAM, query).body()).doesNotContain("<script>").contains("&lt;script&gt;");
    }

    @Test
    void takesAnAddressThatWasRegisteredLater() {
        String late = "http://127.0.0.1:4711/convex/callback";
        assertThat(visitor.page(TEAM, asking(late)).status()).isEqualTo(400);

        platform.registerRedirect(late);

        assertThat(visitor.page(TEAM, asking(late)).status()).isEqualTo(200);
    }

    @Test
    void asksForATeamAndSendsTheBrowserBackWithACode() {
        Answer page = visitor.page(TEAM, asking(CALLBACK_WITH_QUERY));
        assertThat(page.body())
                .contains("local stand-in", "Authorize Lockstep", "Field crew", "of 20 projects", "0 of 0 projects")
                .contains("single sign-on", "close this window")
                .doesNotContainIgnoringCase("deny");

        Answer allowed = visitor.button(TEAM, asking(CALLBACK_WITH_QUERY), Map.of("team", "field-crew"));

        assertThat(allowed.status()).isEqualTo(303);
        String address = allowed.location().orElseThrow();
        assertThat(address).startsWith(CALLBACK_WITH_QUERY + "&code=");
        assertThat(parameter(address, "state")).isEqualTo("a state & more");
        Map<String, String> form = trading(parameter(address, "code"));
        form.put("redirect_uri", CALLBACK_WITH_QUERY);
        JsonNode token = visitor.trade(form).json();
        assertThat(token.path("token_type").asString()).isEqualTo("bearer");
        assertThat(token.path("access_token").asString()).startsWith("team:field-crew|");
        assertThat(token.propertyNames()).containsOnly("access_token", "token_type");
        JsonNode details = visitor.get(
                        "/v1/token_details", token.path("access_token").asString())
                .json();
        assertThat(details.path("type").asString()).isEqualTo("teamToken");
        assertThat(details.path("teamId").asLong()).isEqualTo(2);
    }

    @Test
    void refusesButtonsThatAnotherSiteSends() {
        Answer foreign =
                visitor.button(TEAM, asking(CALLBACK), Map.of("team", "local"), "Origin", "https://evil.example");

        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.location()).isEmpty();
        assertThat(visitor.button(
                                TEAM,
                                asking(CALLBACK),
                                Map.of("team", "local"),
                                "Origin",
                                platform.url().toString())
                        .status())
                .isEqualTo(303);
    }

    @Test
    void tradesACodeOnceAndRevokesWhatItGaveWhenItComesAgain() {
        String code = visitor.teamCode("local");
        String token = visitor.token(code);
        assertThat(visitor.get("/v1/token_details", token).status()).isEqualTo(200);

        Answer again = visitor.trade(trading(code));

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.code()).isEqualTo("CodeAlreadyUsed");
        Answer after = visitor.get("/v1/token_details", token);
        assertThat(after.status()).isEqualTo(401);
        assertThat(after.code()).isEqualTo("InvalidAccessToken");
    }

    @Test
    void bindsACodeToClientAddressAndVerifier() {
        String code = visitor.teamCode("local");
        var wrong = new HashMap<String, String>();
        wrong.put("client_id", "somebody");
        wrong.put("client_secret", "guessed");
        wrong.put("redirect_uri", CALLBACK_WITH_QUERY);
        wrong.put("code_verifier", "x".repeat(43));
        wrong.put("grant_type", "refresh_token");
        wrong.put("code", "made-up");
        var codes = new HashMap<String, String>();
        wrong.forEach((field, value) -> {
            Map<String, String> form = trading(code);
            form.put(field, value);
            Answer answer = visitor.trade(form);
            assertThat(answer.status()).as(field).isEqualTo(400);
            codes.put(field, answer.code());
        });

        assertThat(codes)
                .containsEntry("client_id", "InvalidClient")
                .containsEntry("client_secret", "InvalidClient")
                .containsEntry("redirect_uri", "RedirectUriMismatch")
                .containsEntry("code_verifier", "InvalidCodeVerifier")
                .containsEntry("grant_type", "UnsupportedGrantType")
                .containsEntry("code", "InvalidCode");
        Map<String, String> noVerifier = trading(code);
        noVerifier.remove("code_verifier");
        assertThat(visitor.trade(noVerifier).code()).isEqualTo("InvalidCodeVerifier");
        assertThat(visitor.token(code)).startsWith("team:local|");
    }

    @Test
    void letsCodesGrowOldAfterTenMinutes() {
        String kept = visitor.teamCode("local");
        CLOCK.advance(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(visitor.token(kept)).startsWith("team:local|");

        String late = visitor.teamCode("local");
        CLOCK.advance(Duration.ofMinutes(10));

        assertThat(visitor.trade(trading(late)).code()).isEqualTo("CodeExpired");
    }

    @Test
    void letsNobodyIntoATeamThatNeedsSingleSignOn() {
        Answer refused = visitor.button(TEAM, asking(CALLBACK), Map.of("team", "locked-down"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("This team requires single sign-on");
        assertThat(refused.location()).isEmpty();
        String early = visitor.token(visitor.teamCode("local"));

        visitor.asPerson("POST", "/emulator/teams/local", "{\"singleSignOn\":true}");

        Answer later = visitor.get("/v1/teams/1/projects", early);
        assertThat(later.status()).isEqualTo(403);
        assertThat(later.code()).isEqualTo("SSORequired");
    }

    @Test
    void tellsWhenATeamIsFull() {
        String token = visitor.token(visitor.teamCode("full-house"));

        Answer refused = visitor.post("/v1/teams/3/create_project", token, "{\"projectName\":\"One more\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("ProjectQuotaReached");
        assertThat(visitor.get("/v1/teams/3/projects", token).json().path("items"))
                .isEmpty();
        Map<String, String> query = asking(CALLBACK);
        query.put("team", "full-house");
        assertThat(visitor.page(PROJECT, query).body()).contains("has no room for another project");
        Answer older = visitor.post(
                "/api/create_project",
                token,
                "{\"team\":\"full-house\",\"projectName\":\"One more\",\"deploymentType\":\"dev\"}");
        assertThat(older.code()).isEqualTo("ProjectQuotaReached");
    }

    @Test
    void keepsATokenInsideItsTeam() {
        String token = visitor.token(visitor.teamCode("field-crew"));

        assertThat(visitor.get("/v1/teams/1/projects", token).status()).isEqualTo(403);
        assertThat(visitor.post("/v1/teams/1/create_project", token, "{\"projectName\":\"Mine\"}")
                        .status())
                .isEqualTo(403);
        long foreign = visitor.asPerson("POST", "/v1/teams/1/create_project", "{\"projectName\":\"Not yours\"}")
                .json()
                .path("id")
                .asLong();
        assertThat(visitor.get("/v1/projects/" + foreign, token).status()).isEqualTo(403);
        assertThat(visitor.get("/api/teams", token).body())
                .contains("field-crew")
                .doesNotContain("local");
        assertThat(visitor.get("/api/dashboard/teams/1/usage/team_usage_state", token)
                        .body())
                .isEqualTo("{\"usageState\":\"Default\"}");
        assertThat(visitor.get("/api/dashboard/teams/1/get_spending_limits", token)
                        .body())
                .contains("\"state\":null");
        assertThat(visitor.post("/api/check_opt_ins", token, "{}").body()).isEqualTo("{\"optInsToAccept\":[]}");
        assertThat(visitor.get("/v1/token_details", "team:field-crew|guessed").status())
                .isEqualTo(401);
    }

    @Test
    void keepsATokenInsideItsProject() {
        String token = visitor.token(visitor.newProjectCode("local", "Only this"));

        assertThat(token).startsWith("project:local:only-this|");
        JsonNode details = visitor.get("/v1/token_details", token).json();
        assertThat(details.path("type").asString()).isEqualTo("projectToken");
        long project = details.path("projectId").asLong();
        assertThat(visitor.get("/v1/projects/" + project, token)
                        .json()
                        .path("slug")
                        .asString())
                .isEqualTo("only-this");
        assertThat(visitor.post("/v1/teams/1/create_project", token, "{\"projectName\":\"Another\"}")
                        .status())
                .isEqualTo(403);
        assertThat(visitor.get("/v1/teams/1/projects", token).status()).isEqualTo(403);
        assertThat(visitor.post("/v1/projects/" + project + "/delete", token, "")
                        .status())
                .isEqualTo(403);
        // The older way, in which a project's token needs no names.
        JsonNode provisioned = visitor.post(
                        "/api/deployment/provision_and_authorize",
                        token,
                        "{\"teamSlug\":null,\"projectSlug\":null,\"deploymentType\":\"dev\"}")
                .json();
        assertThat(provisioned.path("adminKey").asString())
                .isEqualTo("dev:" + provisioned.path("deploymentName").asString() + "|" + secretOf(token));
        authorizesWithinItsProject(provisioned);
    }

    /** What the CLI of a person who has signed in asks before nearly every command. */
    private static void authorizesWithinItsProject(JsonNode development) {
        String name = development.path("deploymentName").asString();
        String within = "\"projectSelection\":{\"kind\":\"deploymentName\",\"deploymentName\":\"" + name + "\"}}";
        String path = "/api/deployment/authorize_within_current_project";

        JsonNode again = visitor.asPerson("POST", path, "{\"selectedDeploymentName\":\"" + name + "\"," + within)
                .json();
        JsonNode production = visitor.asPerson(
                        "POST", "/api/deployment/authorize_prod", "{\"deploymentName\":\"" + name + "\"}")
                .json();
        String other = production.path("deploymentName").asString();

        assertThat(again.path("url")).isEqualTo(development.path("url"));
        assertThat(production.path("deploymentType").asString()).isEqualTo("prod");
        assertThat(visitor.asPerson("POST", path, "{\"selectedDeploymentName\":\"" + other + "\"," + within)
                        .json()
                        .path("url"))
                .isEqualTo(production.path("url"));
        String elsewhere = within.replace(name, "nobody-there-1");
        assertThat(visitor.asPerson("POST", path, "{\"selectedDeploymentName\":\"" + other + "\"," + elsewhere)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void gathersAProjectFromThePage() {
        Map<String, String> query = asking(CALLBACK);
        query.put("team", "field-crew");
        visitor.newProjectCode("field-crew", "Already there");

        assertThat(visitor.page(PROJECT, query).body()).contains("Already there", "Create a new project");
        assertThat(visitor.button(PROJECT, query, Map.of("project", "+")).body())
                .contains("A project&#39;s name must");
        assertThat(visitor.button(PROJECT, query, Map.of("name", "Typed <b>")).body())
                .contains("Choose a project first.", "value=\"Typed &lt;b&gt;\"")
                .doesNotContain(" checked");
        Answer chosen = visitor.button(PROJECT, query, Map.of("project", "already-there"));

        assertThat(visitor.token(parameter(chosen.location().orElseThrow(), "code")))
                .startsWith("project:field-crew:already-there|");
    }

    @Test
    void showsWhatWasAuthorizedAndTakesItBack() {
        String token = visitor.token(visitor.teamCode("field-crew"));
        assertThat(visitor.send("GET", "/oauth/applications", "").body()).contains("Field crew", "never used");
        visitor.get("/v1/token_details", token);
        String page = visitor.send("GET", "/oauth/applications", "").body();
        assertThat(page).contains("last used <time");
        String button = page.substring(page.indexOf("/oauth/applications/"));

        Answer revoked = visitor.send("POST", button.substring(0, button.indexOf('"')), "");

        assertThat(revoked.status()).isEqualTo(303);
        assertThat(visitor.get("/v1/token_details", token).status()).isEqualTo(401);
        assertThat(visitor.send("GET", "/oauth/applications", "").body()).doesNotContain("Field crew");
    }

    @Test
    void makesTroubleBeforeAndAfterAProjectIsMade() {
        String token = visitor.token(visitor.teamCode("field-crew"));
        String match = "{\"match\":\"POST /v1/teams/.*/create_project\",\"status\":500,\"body\":\"{}\",\"times\":1";

        visitor.asPerson("POST", "/emulator/faults", match + "}");
        Answer before = visitor.post("/v1/teams/2/create_project", token, "{\"projectName\":\"Never made\"}");
        visitor.asPerson("POST", "/emulator/faults", match + ",\"after\":true}");
        Answer after = visitor.post("/v1/teams/2/create_project", token, "{\"projectName\":\"Made all the same\"}");

        assertThat(List.of(before.status(), after.status())).containsOnly(500);
        assertThat(after.body()).isEqualTo("{}");
        assertThat(visitor.get("/v1/teams/2/projects", token).body())
                .contains("Made all the same")
                .doesNotContain("Never made");
    }

    /** An application's deploy key is its own token in other clothes: it opens the deployment until it is revoked. */
    @Test
    void opensADeploymentToTheOfficialToolsUntilItIsRevoked() {
        String token = visitor.token(visitor.newProjectCode("field-crew", "Pushed to"));
        long project =
                visitor.get("/v1/token_details", token).json().path("projectId").asLong();
        JsonNode deployment = visitor.post(
                        "/v1/projects/" + project + "/create_deployment", token, "{\"type\":\"dev\"}")
                .json();
        String name = deployment.path("name").asString();
        String key = visitor.post("/v1/deployments/" + name + "/create_deploy_key", token, "{\"name\":\"ci\"}")
                .json()
                .path("deployKey")
                .asString();
        assertThat(key).isEqualTo("dev:" + name + "|" + secretOf(token));
        assertThat(visitor.get("/v1/deployments/" + name + "/list_deploy_keys", token)
                        .json())
                .isEmpty();
        NodeProject tools = NodeProject.create(
                home.resolve("pushed"),
                Map.of(
                        "CONVEX_DEPLOY_KEY",
                        key,
                        "CONVEX_PROVISION_HOST",
                        platform.url().toString(),
                        "CONVEX_VERSION_API_ORIGIN",
                        platform.url().toString(),
                        "NO_PROXY",
                        "127.0.0.1",
                        "NO_COLOR",
                        "1",
                        "CI",
                        "1"));

        Ended pushed = tools.convex("dev", "--once", "--typecheck=disable");

        assertThat(pushed.output()).contains("Convex functions ready!");
        assertThat(tools.convex("run", "values:secret").output()).contains("\"internal\"");
        String deploymentUrl = deployment.path("deploymentUrl").asString();
        try (var direct = new PlatformVisitor(URI.create(deploymentUrl))) {
            String variables = "/api/v1/list_environment_variables";
            assertThat(direct.send("GET", variables, "", "Authorization", "Convex " + token)
                            .status())
                    .isEqualTo(200);

            visitor.asPerson("POST", "/emulator/grants/revoke", "{\"team\":\"field-crew\"}");

            assertThat(direct.send("GET", variables, "", "Authorization", "Convex " + key)
                            .status())
                    .isEqualTo(401);
            assertThat(direct.send("GET", variables, "", "Authorization", "Convex " + token)
                            .status())
                    .isEqualTo(401);
        }
        Ended refused = tools.convex("run", "values:secret");
        assertThat(refused.status()).as(refused.output()).isNotZero();
        assertThat(refused.output()).doesNotContain("\"internal\"");
    }

    private static String secretOf(String token) {
        return token.substring(token.lastIndexOf('|') + 1);
    }
}
