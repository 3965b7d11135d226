package dev.lockstep.shell;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Browser;
import dev.lockstep.LockstepApp;
import dev.lockstep.ProjectPerson;
import dev.lockstep.account.people.People;
import dev.lockstep.core.PersonId;
import dev.lockstep.project.Projects;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Who gets what answer to which request, for all requests that the application itself says it answers: one that has no rule
 * here fails the test.
 */
@Tag("wire")
class RequestAuthorisationTest {

    /** In the order of a rule's statuses. */
    private enum Role {
        NOBODY,
        BANNED,
        STRANGER,
        ADMINISTRATOR,
        OWNER
    }

    private record Rule(String path, String body, List<Integer> statuses) {}

    private static final String PROJECT = "{project}";
    private static final String ABOUT = "{\"projectId\":\"" + PROJECT + "\"}";
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private static final Map<String, Rule> RULES = Map.ofEntries(
            entry("GET /api/convex/status", get("/api/convex/status?projectId=" + PROJECT, 401, 401, 404, 404, 200)),
            entry(
                    "POST /api/convex/connect",
                    post(
                            "/api/convex/connect",
                            "{\"projectId\":\"" + PROJECT + "\",\"url\":\"no address\",\"adminKey\":\"none\"}",
                            401,
                            401,
                            404,
                            404,
                            400)),
            entry("POST /api/convex/disconnect", post("/api/convex/disconnect", ABOUT, 401, 401, 404, 404, 409)),
            entry(
                    "GET /api/convex/dev/status",
                    get("/api/convex/dev/status?projectId=" + PROJECT, 401, 401, 404, 404, 200)),
            entry("POST /api/convex/dev/start", post("/api/convex/dev/start", ABOUT, 401, 401, 404, 404, 409)),
            entry("POST /api/convex/dev/stop", post("/api/convex/dev/stop", ABOUT, 401, 401, 404, 404, 202)),
            entry("GET /convex/connect", get("/convex/connect?project=" + PROJECT, 401, 401, 409, 409, 302)),
            entry("GET /convex/callback", get("/convex/callback?state=forged&code=forged", 401, 401, 409, 409, 409)),
            // By the token that the caller brings, whoever is signed in.
            entry("POST /api/sync/push", post("/api/sync/push", "{\"ops\":[]}", 401, 401, 401, 401, 401)),
            entry("GET /api/sync/pull", get("/api/sync/pull?table=tasks", 401, 401, 401, 401, 401)),
            entry("GET /api/sync/state", get("/api/sync/state", 401, 401, 401, 401, 401)),
            entry("GET /guest", get("/guest", 302, 302, 302, 302, 302)),
            // Whoever has the secret may send news of Clerk, and nobody else, whoever they are.
            entry("POST /webhooks/clerk", post("/webhooks/clerk", "{}", 400, 400, 400, 400, 400)),
            entry("GET /actuator", get("/actuator", 403, 403, 403, 403, 403)),
            entry("GET /actuator/health", get("/actuator/health", 200, 200, 200, 200, 200)),
            entry("GET /actuator/health/**", get("/actuator/health/liveness", 200, 200, 200, 200, 200)),
            entry("GET /actuator/prometheus", get("/actuator/prometheus", 403, 403, 403, 200, 403)),
            // What is shown of a failure, which there is none of.
            entry("ANY /error", get("/error", 404, 404, 404, 404, 404)));

    /** Files; Vaadin's servlet, whose pages say themselves for whom they are; and what says that there is nothing. */
    private static final Set<String> FILES_AND_PAGES =
            Set.of("/**", "/webjars/**", "/*", "/api/**", "/webhooks/**", "/oauth2/**", "/login/oauth2/**");

    private final LockstepApp app = LockstepApp.shared();
    private final WebApplicationContext context =
            Objects.requireNonNull(app.bean(DispatcherServlet.class).getWebApplicationContext());

    @Test
    void hasARuleForEveryRequestThatIsAnswered() {
        assertThat(requests()).isEqualTo(new TreeSet<>(RULES.keySet()));
        assertThat(context.getBeansOfType(AbstractUrlHandlerMapping.class).values().stream()
                        .flatMap(mapping -> mapping.getHandlerMap().keySet().stream()))
                .isSubsetOf(FILES_AND_PAGES);
        var servlets = new TreeMap<String, Set<String>>();
        context.getServletContext()
                .getServletRegistrations()
                .forEach((name, servlet) -> servlets.put(name, new TreeSet<>(servlet.getMappings())));
        assertThat(servlets)
                .isEqualTo(Map.of(
                        "dispatcherServlet", Set.of("/"),
                        "springServlet", Set.of("/vaadinServlet/*")));
    }

    @Test
    void answersEachByWhoAsks() throws Exception {
        var owner = ProjectPerson.signUp(app, "Owner");
        String project =
                app.bean(Projects.class).create(owner.id(), "Theirs").id().toString();
        Map<Role, Browser> browsers = browsers(owner.browser());
        var wrong = new SoftAssertions();
        // The way in of guests comes last: it makes nobody somebody.
        var inOrder = new TreeMap<String, Rule>(Comparator.comparing((String request) -> request.endsWith("/guest"))
                .thenComparing(request -> request));
        inOrder.putAll(RULES);
        for (Map.Entry<String, Rule> one : inOrder.entrySet()) {
            Rule rule = one.getValue();
            for (Role role : Role.values()) {
                String method = one.getKey().split(" ")[0].replace("ANY", "GET");
                wrong.assertThat(answer(browsers.get(role), method, rule, project))
                        .as(one.getKey() + " for " + role)
                        .isEqualTo(rule.statuses().get(role.ordinal()));
            }
        }
        wrong.assertAll();
    }

    @Test
    void answersNoOtherMethodAndNoOtherAddress() throws Exception {
        var admin = new Browser(app.web());
        admin.signInAs("ada@example.com");
        Set<String> answered = requests();
        var wrong = new SoftAssertions();
        for (Map.Entry<String, Rule> one : new TreeMap<>(RULES).entrySet()) {
            String pattern = one.getKey().split(" ")[1];
            for (String method : METHODS) {
                if (!answered.contains(method + " " + pattern) && !answered.contains("ANY " + pattern)) {
                    wrong.assertThat(answer(admin, method, one.getValue(), "none"))
                            .as(method + " " + pattern)
                            .isBetween(400, 499);
                }
            }
        }
        for (String closed : List.of("/api", "/api/other", "/webhooks", "/webhooks/other", "/actuator/env")) {
            for (String method : METHODS) {
                wrong.assertThat(answer(admin, method, new Rule(closed, "{}", List.of()), "none"))
                        .as(method + " " + closed)
                        .isEqualTo(403);
            }
        }
        wrong.assertAll();
    }

    /** As the application's own tables of handlers have them. */
    private Set<String> requests() {
        var requests = new TreeSet<String>();
        for (var mapping :
                context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values()) {
            for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
                for (String path : info.getPatternValues()) {
                    if (info.getMethodsCondition().getMethods().isEmpty()) {
                        requests.add("ANY " + path);
                    }
                    info.getMethodsCondition().getMethods().forEach(method -> requests.add(method + " " + path));
                }
            }
        }
        return requests;
    }

    private Map<Role, Browser> browsers(Browser owner) throws IOException, InterruptedException {
        var browsers = new EnumMap<Role, Browser>(Role.class);
        browsers.put(Role.OWNER, owner);
        browsers.put(Role.NOBODY, new Browser(app.web()));
        var stranger = new Browser(app.web());
        app.signUp(stranger, "Stranger", "Shelley");
        browsers.put(Role.STRANGER, stranger);
        var admin = new Browser(app.web());
        admin.signInAs("ada@example.com");
        browsers.put(Role.ADMINISTRATOR, admin);
        var banned = new Browser(app.web());
        PersonId user = app.signUp(banned, "Banned", "Shelley");
        app.bean(People.class).ban(user, new PersonId("user_the_administrator"));
        LockstepApp.await("the end of the session", () -> ended(banned));
        browsers.put(Role.BANNED, banned);
        return browsers;
    }

    private static boolean ended(Browser browser) {
        try {
            return browser.ask("/api/convex/status?projectId=none").statusCode() == 401;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private int answer(Browser browser, String method, Rule rule, String project)
            throws IOException, InterruptedException {
        // For the token against forgery, which every answer of the API sets.
        browser.ask("/api/convex/status?projectId=none");
        var body = rule.body().isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(rule.body().replace(PROJECT, project));
        HttpResponse<String> answer =
                browser.ask(HttpRequest.newBuilder(app.web().resolve(rule.path().replace(PROJECT, project)))
                        .header("Content-Type", "application/json")
                        .header("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN").orElseThrow())
                        .method(method, body));
        return answer.statusCode();
    }

    private static Rule get(String path, Integer... statuses) {
        return new Rule(path, "", List.of(statuses));
    }

    private static Rule post(String path, String body, Integer... statuses) {
        return new Rule(path, body, List.of(statuses));
    }
}
