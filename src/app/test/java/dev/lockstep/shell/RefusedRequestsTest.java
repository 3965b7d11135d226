package dev.lockstep.shell;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lockstep.Browser;
import dev.lockstep.LockstepApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests that nobody can read, which anybody can send. One of 200 bytes, a multipart body without its boundary, used to be
 * answered with 500 and to leave 130 lines of log, so that a stranger could fill the disk; broken request lines were answered
 * with a page of the server's own.
 */
@Tag("wire")
class RefusedRequestsTest {

    private static final int OFTEN = 100;
    private static final int MOST_LINES = 25;
    private static final Pattern TELLING =
            Pattern.compile("(?i)tomcat|apache|spring|vaadin|java|exception|\\tat |HTTP Status|timestamp");
    private static final String NUL_IN_A_NAME =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\0b.png\""
                    + "\r\nContent-Type: image/png\r\n\r\nxx\r\n--b--\r\n";

    /** As it goes over the line, and the statuses that may come back. */
    private record Odd(String request, int... statuses) {}

    private static final List<Odd> ODD = List.of(
            new Odd(post("/webhooks/clerk", "multipart/form-data", "x"), 415),
            new Odd(post("/api/convex/connect", "multipart/form-data", "x"), 415),
            new Odd(post("/nowhere", "multipart/mixed", "x"), 415),
            new Odd(post("/?v-r=uidl&v-uiId=0", "multipart/form-data", "x"), 415),
            new Odd(post("/VAADIN/dynamic/resource/0/x/upload", "multipart/form-data", "x"), 400),
            new Odd(post("/VAADIN/dynamic/resource/0/x/upload", "multipart/;;", "x"), 400),
            new Odd(post("/VAADIN/dynamic/resource/0/x/upload", "multipart/form-data; boundary=b", "x"), 400, 403, 404),
            new Odd(post("/VAADIN/dynamic/resource/0/x/upload", "multipart/form-data; boundary=b", NUL_IN_A_NAME), 400),
            new Odd(post("/webhooks/clerk", "application/json", "{}"), 400),
            new Odd(chunked("/webhooks/clerk", "zz\r\n{}\r\n"), 400),
            new Odd(chunked("/api/convex/connect", "zz\r\n{}\r\n"), 400, 403),
            new Odd(line("PUT /webhooks/clerk HTTP/1.1"), 405),
            new Odd(line("GET /webhooks/nowhere HTTP/1.1"), 403, 404),
            new Odd(line("GET /oauth2/authorization/nobody HTTP/1.1"), 404),
            new Odd(line("HEAD /oauth2/authorization/nobody HTTP/1.1"), 404),
            new Odd(line("GET /oauth2/nothing HTTP/1.1"), 404),
            new Odd(line("GET /a%2Fb HTTP/1.1"), 400),
            new Odd(line("GET /a%00b HTTP/1.1"), 400),
            new Odd(line("GET /a%zzb HTTP/1.1"), 400),
            new Odd(line("GET /a//b HTTP/1.1"), 400),
            new Odd(line("GET /a;b HTTP/1.1"), 400),
            new Odd(line("GET /a{b HTTP/1.1"), 400),
            new Odd(line("GET /?a=%zz HTTP/1.1"), 400),
            new Odd(line("GET /?a=%FF%FE HTTP/1.1"), 400),
            new Odd(post("/logout", "application/x-www-form-urlencoded", "a=%FF%FE"), 400, 403),
            new Odd(post("/?v-r=uidl&v-uiId=0", "application/x-www-form-urlencoded", "{}"), 415),
            new Odd(line("GET /error HTTP/1.1"), 404),
            new Odd(line("POST /?v-r=heartbeat&v-uiId=x HTTP/1.1"), 400),
            new Odd(line("GET /VAADIN/push?v-uiId=&v-r=push HTTP/1.1"), 400),
            new Odd(line("TRACE / HTTP/1.1"), 405),
            new Odd(line("MAKE / HTTP/1.1"), 400),
            new Odd(line("GET / HTTP/9.9"), 505),
            new Odd("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
            new Odd("GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", 400),
            new Odd("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n", 400, 431),
            new Odd("\u0016\u0003\u0001 no HTTP at all\r\n\r\n", 400));

    private final LockstepApp app = LockstepApp.shared();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private @Nullable Level levelBefore;

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
        // Other tests of the same run may have switched logging off.
        levelBefore = ours().getLevel();
        ours().setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        root().detachAppender(log);
        ours().setLevel(levelBefore);
    }

    private static Logger ours() {
        return (Logger) LoggerFactory.getLogger("dev.lockstep");
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    private static String line(String line) {
        return line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }

    private static String post(String path, String type, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + type
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String chunked(String path, String body) {
        return "POST " + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + body;
    }

    /** Status and body of what comes back for bytes that no client would send. */
    private record Answer(int status, String body) {}

    private Answer send(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", app.web().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String[] sides = answer.split("\r\n\r\n", 2);
            return new Answer(Integer.parseInt(sides[0].split(" ")[1]), sides[1]);
        }
    }

    @Test
    void answersEachWithOneSentenceAndNothingOfTheServer() throws Exception {
        for (Odd odd : ODD) {
            Answer answer = send(odd.request());

            assertThat(odd.statuses()).as(odd.request()).contains(answer.status());
            assertThat(answer.body()).as(odd.request()).doesNotContainPattern(TELLING);
            if (!odd.request().startsWith("HEAD")) {
                assertThat(answer.body()).as(odd.request()).isNotBlank().hasSizeLessThan(300);
            }
        }
        assertThat(log.list).as("traces").noneMatch(event -> event.getThrowableProxy() != null);
    }

    @Test
    void leavesFewLinesHoweverOftenTheyAreSent() throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            send(ODD.get(0).request());
            send(post("/webhooks/clerk", "application/json", "{}"));
        }

        List<ILoggingEvent> written = log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
        assertThat(written).hasSizeLessThan(MOST_LINES).noneMatch(event -> event.getThrowableProxy() != null);
    }

    /** Whoever has opened a page can send it messages, and each that cannot be read was an error with a trace. */
    @Test
    void leavesNoTraceHoweverManyMessagesToAPageAreRubbish() throws Exception {
        // Another application that was started in this process since has set logging up anew, without the filter.
        ((InitializingBean) app.bean("serverLines")).afterPropertiesSet();
        var browser = new Browser(app.web());
        browser.get("/");
        browser.get("/?v-r=init&location=&query=");
        for (int i = 0; i < OFTEN / 2; i++) {
            for (String rubbish : List.of(
                    "\u00c3(", "{", "[]", "{\"csrfToken\":\"made-up\",\"rpc\":[],\"syncId\":0,\"clientId\":0}")) {
                HttpResponse<String> answer =
                        browser.ask(HttpRequest.newBuilder(app.web().resolve("/?v-r=uidl&v-uiId=0"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(rubbish, StandardCharsets.ISO_8859_1)));

                assertThat(answer.statusCode()).isLessThan(500);
                assertThat(answer.body()).doesNotContainPattern("Exception|jackson|tomcat");
            }
        }

        List<ILoggingEvent> written = log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
        assertThat(written)
                .isNotEmpty()
                .hasSizeLessThan(MOST_LINES)
                .allMatch(event -> event.getThrowableProxy() == null);
    }

    private boolean saysInTheLog(String text) {
        return log.list.stream().anyMatch(event -> event.getFormattedMessage().contains(text));
    }

    private void asksWhereNobodyIsLetIn() {
        try {
            send(line("GET /login/oauth2/code/clerk?code=a&state=b HTTP/1.1"));
            send(line("GET /login/oauth2/code/clerk?error=odd%0D%0Aline&state=b HTTP/1.1"));
            send(line("GET /actuator/prometheus HTTP/1.1"));
            send(line("GET /api/convex/status HTTP/1.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tomcat asks its page for errors, which asks for the form's fields once more. */
    @Test
    void leavesNoTraceHoweverManyFormsBreakOff() throws Exception {
        String form = "POST /logout HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\na=b\r\n";
        for (int i = 0; i < OFTEN; i++) {
            assertThat(send(form).status()).isEqualTo(400);
        }

        List<ILoggingEvent> written = log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
        // Others may have used up the lines of this minute.
        assertThat(written).hasSizeLessThan(MOST_LINES).allMatch(event -> event.getThrowableProxy() == null);
    }

    @Test
    void saysInTheLogWhoWasNotLetIn() {
        // Others may have used up the lines of this minute, which may end between two of these requests.
        LockstepApp.await("a minute with lines", Duration.ofSeconds(75), () -> {
            log.list.clear();
            asksWhereNobodyIsLetIn();
            return saysInTheLog("A sign-in was refused") && saysInTheLog("path=/api/convex/status");
        });

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.matches("A sign-in was refused why=[\\w.?-]+ from=127\\.0\\.0\\.1"))
                .contains(
                        "Access was refused user=anonymousUser from=127.0.0.1 path=/actuator/prometheus",
                        "Access was refused user=anonymousUser from=127.0.0.1 path=/api/convex/status")
                .noneMatch(line -> line.contains("\n"));
    }

    @Test
    void saysNoToProgramsInTheShapeThatIsDescribed() throws Exception {
        var browser = new Browser(app.web());
        app.signUp(browser, "Mary", "Shelley");
        browser.ask("/api/convex/status?projectId=1");
        String token = browser.cookie("XSRF-TOKEN").orElseThrow();

        assertShape(browser, 404, HttpRequest.newBuilder(app.web().resolve("/api/convex/nothing")));
        assertShape(browser, 404, HttpRequest.newBuilder(app.web().resolve("/api/convex")));
        assertShape(browser, 405, HttpRequest.newBuilder(app.web().resolve("/api/convex/connect")));
        assertShape(
                browser,
                405,
                HttpRequest.newBuilder(app.web().resolve("/api/convex/status"))
                        .header("X-XSRF-TOKEN", token)
                        .DELETE());
        assertShape(
                browser,
                415,
                HttpRequest.newBuilder(app.web().resolve("/api/convex/connect"))
                        .header("X-XSRF-TOKEN", token)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("x")));
        assertShape(
                browser,
                415,
                HttpRequest.newBuilder(app.web().resolve("/api/convex/connect"))
                        .header("X-XSRF-TOKEN", token)
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(BodyPublishers.ofString("--b--")));
    }

    private static void assertShape(Browser browser, int status, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = browser.ask(request);

        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode refusal = JsonMapper.shared().readTree(answer.body());
        assertThat(refusal.propertyNames()).containsExactlyInAnyOrder("code", "error", "nextStep");
        assertThat(refusal.get("error").asString()).endsWith(".");
    }
}
