package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.lockstep.account.Accounts;
import dev.lockstep.account.SavedProfile;
import dev.lockstep.account.role.AccountProperties;
import dev.lockstep.clerk.ClerkProperties;
import dev.lockstep.convex.ConvexProperties;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.Failures;
import dev.lockstep.outbox.Waiting;
import dev.lockstep.outbox.trouble.TroubleFilter;
import dev.lockstep.platform.OwnerTokens;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Looks for every secret of this installation wherever somebody could read it. */
@Tag("wire")
class SecretsTest {

    private static final List<String> PAGES =
            List.of("/", "/home", "/profile", "/onboarding", "/admin/failures", "/no-such-page");

    private final LockstepApp app = LockstepApp.shared();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void calm() {
        root.detachAppender(log);
        app.calm();
    }

    /** Name → text, of everything that must stay hidden. */
    private Map<String, String> secrets(PersonId user) {
        var secrets = new LinkedHashMap<String, String>();
        for (String name : List.of("CONVEX_ADMIN_KEY", "CLERK_SECRET_KEY", "CLERK_WEBHOOK_SIGNING_SECRET")) {
            secrets.put(name, app.env(name));
        }
        secrets.put("the admin key's random part", app.env("CONVEX_ADMIN_KEY").split("\\|", 2)[1]);
        Map<String, String> keys =
                LockstepApp.read(app.home().resolve("emulator").resolve("keys"));
        keys.forEach((name, value) -> {
            if (!name.equals("oauthClientId")) {
                secrets.put("keys: " + name, value);
            }
        });
        String token = app.bean(OwnerTokens.class).tokenFor(user).orElseThrow().reveal();
        secrets.put("the id_token", token);
        secrets.put("the id_token's claims", token.split("\\.")[1]);
        secrets.put("the id_token's signature", token.split("\\.")[2]);
        String session = app.clerkApi("GET", "/sessions?user_id=" + user, "")
                .get(0)
                .get("id")
                .asString();
        secrets.put(
                "a minted token's signature",
                app.clerkApi("POST", "/sessions/" + session + "/tokens/convex", "{}")
                        .get("jwt")
                        .asString()
                        .split("\\.")[2]);
        return secrets;
    }

    private static void assertHidden(Map<String, String> secrets, String where, String text) {
        assertThat(secrets.entrySet().stream().filter(secret -> text.contains(secret.getValue())))
                .as("secrets in " + where)
                .extracting(Map.Entry::getKey)
                .isEmpty();
    }

    @Test
    void keepsSecretsOutOfPages() throws Exception {
        var browser = new Browser(app.web());
        PersonId user = app.signUp(browser, "Mary", "Shelley");
        Map<String, String> secrets = secrets(user);

        for (String page : PAGES) {
            HttpResponse<String> html = browser.get(page);
            HttpResponse<String> uidl = browser.get(uidl(page));
            assertHidden(secrets, page, html.body() + html.headers().map());
            assertHidden(
                    secrets, "the UIDL of " + page, uidl.body() + uidl.headers().map());
            assertThat(uidl.body()).as("UIDL of " + page).contains("appConfig");
        }
    }

    /** What the page's script asks for first: the whole page as data. */
    private static String uidl(String page) {
        return "/?v-r=init&location=" + page.substring(1) + "&query=";
    }

    @Test
    void keepsSecretsOutOfActuatorAnswers() throws Exception {
        var browser = new Browser(app.web());
        Map<String, String> secrets = secrets(app.signUp(browser, "Mary", "Shelley"));

        for (String path : List.of("", "/health", "/health/liveness", "/env", "/configprops", "/heapdump", "/info")) {
            HttpResponse<String> answer = browser.get("/actuator" + path);

            assertHidden(secrets, "/actuator" + path, answer.body());
            assertThat(answer.statusCode()).as(path).isEqualTo(path.startsWith("/health") ? 200 : 403);
        }
    }

    @Test
    void sendsPagesWithHeadersThatProtectThem() throws IOException, InterruptedException {
        HttpResponse<String> page = new Browser(app.web()).get("/");

        var headers = page.headers();
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).contains("strict-origin-when-cross-origin");
        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'"));
        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("; connect-src 'self';"));
        assertThat(headers.firstValue("Permissions-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("camera=()", "geolocation=()"));
        assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).contains("same-origin-allow-popups");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Cache-Control"))
                .hasValueSatisfying(control -> assertThat(control).contains("no-store"));
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.firstValue("X-Powered-By")).isEmpty();
        assertThat(headers.allValues("Set-Cookie"))
                .allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Lax"));
    }

    /** Else somebody who had left a session in another's browser would be in it, too, once they sign in. */
    @Test
    void givesTheSessionANewNameAtSignIn() throws IOException, InterruptedException {
        var browser = new Browser(app.web());
        browser.ask("/oauth2/authorization/clerk");
        String before = browser.cookie("LOCKSTEP_SESSION").orElseThrow();

        app.signUp(browser, "Mary", "Shelley");

        assertThat(browser.cookie("LOCKSTEP_SESSION").orElseThrow()).isNotEqualTo(before);
        HttpResponse<String> asBefore = new Browser(app.web())
                .ask(HttpRequest.newBuilder(app.web().resolve("/api/convex/status?projectId=1"))
                        .header("Cookie", "LOCKSTEP_SESSION=" + before));
        assertThat(asBefore.statusCode()).isEqualTo(401);
    }

    @Test
    void sendsWhatIsNoPageWithHeadersThatKeepItFromBeingOne() throws IOException, InterruptedException {
        for (String path :
                List.of("/api/convex/status", "/lockstep/favicon.svg", "/actuator/health", "/webhooks/none")) {
            var headers = new Browser(app.web()).ask(path).headers();

            assertThat(headers.firstValue("Content-Security-Policy"))
                    .as(path)
                    .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none';"));
            assertThat(headers.firstValue("X-Content-Type-Options")).as(path).contains("nosniff");
        }
        assertThat(new Browser(app.web()).ask("/convex/callback").headers().firstValue("Cross-Origin-Opener-Policy"))
                .as("a window that has to close itself")
                .isEmpty();
    }

    /** Both services echo what they were sent, as a proxy's debug page might. */
    @Test
    void keepsSecretsOutOfLogsAndProblemsWhenServicesEchoThem() throws Exception {
        var browser = new Browser(app.web());
        PersonId user = app.signUp(browser, "Mary", "Shelley");
        Map<String, String> secrets = secrets(user);
        var said = new ArrayList<String>();
        for (Trouble trouble : List.of(Trouble.DOWN, Trouble.MALFORMED, Trouble.KEY_REFUSED)) {
            trouble.befall(Trouble.Service.CLERK, app);
            trouble.befall(Trouble.Service.CONVEX, app);
            said.add(save(user, trouble.name()));
            app.calm();
            new Profiles(app).awaitArrival(user);
        }
        for (int status : new int[] {400, 401, 422, 500}) {
            app.clerkFault("{\"match\": \"PATCH /v1/users/\", \"times\": 1, \"status\": " + status + ", \"body\": \""
                    + "{\\\"errors\\\": [{\\\"code\\\": \\\"echo\\\", \\\"message\\\": \\\"You sent "
                    + app.env("CLERK_SECRET_KEY") + "\\\"}]}\"}");
            app.convexFault("{\"match\": \"POST /api/mutation\", \"times\": 1, \"status\": " + status + ", \"body\": \""
                    + "{\\\"code\\\": \\\"Echo\\\", \\\"message\\\": \\\"You sent Bearer " + secrets.get("the id_token")
                    + "\\\"}\"}");
            said.add(save(user, "Echo" + status));
            said.add(app.bean(Accounts.class).waiting(user).toString());
            said.add(browser.get(uidl("/profile")).body());
            app.calm();
            new Profiles(app).awaitArrival(user);
        }

        assertHidden(secrets, "what the person was told", String.join("\n", said));
        List<ILoggingEvent> events = List.copyOf(log.list);
        assertThat(events).isNotEmpty();
        for (ILoggingEvent event : events) {
            assertHidden(secrets, "the log of " + event.getLoggerName(), text(event));
        }
        assertHidden(
                secrets,
                "the failures",
                app.bean(Failures.class).page(TroubleFilter.ALL, 0, 500).toString());
    }

    private String save(PersonId user, String lastName) {
        var profiles = new Profiles(app);
        try {
            SavedProfile saved = profiles.save(user, profiles.form(user, "Mary", lastName, lastName));
            List<Waiting> waiting = app.bean(Accounts.class).waiting(user);
            return saved + " " + waiting;
        } catch (Problem problem) {
            return problem + " " + problem.fields() + " " + problem.nextStep() + " " + problem.getCause();
        }
    }

    private static String text(ILoggingEvent event) {
        String thrown = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        return event.getFormattedMessage() + event.getMDCPropertyMap() + event.getKeyValuePairs() + thrown;
    }

    @Test
    void keepsSecretsOutOfWhatPropertiesPrint() {
        Map<String, String> secrets = secrets(app.signUp("Mary", "Shelley"));

        Stream.of(ClerkProperties.class, AccountProperties.class, ConvexProperties.class)
                .forEach(type -> assertHidden(secrets, type.getName(), String.valueOf(app.bean(type))));
    }

    @Test
    void keepsSecretsOffTheCommandLine() {
        Map<String, String> secrets = secrets(app.signUp("Mary", "Shelley"));

        ProcessHandle.current()
                .descendants()
                .map(process -> process.info().commandLine().orElse(""))
                .forEach(line -> assertHidden(secrets, "the command line of a child", line));
        assertHidden(
                secrets,
                "the command line",
                ProcessHandle.current().info().commandLine().orElse(""));
    }
}
