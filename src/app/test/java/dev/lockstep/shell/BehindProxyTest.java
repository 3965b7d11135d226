package dev.lockstep.shell;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lockstep.Browser;
import dev.lockstep.LockstepApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * The site's address comes from whoever runs it, not from a request. Behind a proxy that ends TLS the sign-in was sent back to
 * {@code http://}, which Clerk refuses, and cookies went without {@code Secure}; a {@code Host} that somebody made up decided
 * where browsers were sent after signing in and out.
 */
@Tag("wire")
class BehindProxyTest {

    private static final int SECURE = ReverseProxy.freePort();
    private static final URI SITE = URI.create("https://localhost:" + SECURE);
    private static final String SIGN_IN = "GET /oauth2/authorization/clerk HTTP/1.1";

    private static LockstepApp app;

    /** Name as it is in Set-Cookie, with its attributes. */
    private record Answer(int status, String headers, String body) {

        String header(String name) {
            Matcher found = Pattern.compile("(?im)^" + name + ": (.*?)\\r?$").matcher(headers);
            return found.find() ? found.group(1) : "";
        }
    }

    @BeforeAll
    static void start() {
        app = LockstepApp.start(
                LockstepApp.fresh("proxied"), "LOCKSTEP_PUBLIC_URL=" + SITE + "/", "LOCKSTEP_PROXIES=127.0.0.1, ::1");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    /** Sent to the application itself, as somebody beside the proxy could. */
    private static Answer send(LockstepApp to, String line, String... headers) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), to.web().getPort())) {
            socket.setSoTimeout(30_000);
            String request = line + "\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String[] sides =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\r\n\r\n", 2);
            return new Answer(Integer.parseInt(sides[0].split(" ")[1]), sides[0], sides[1]);
        }
    }

    private static String redirectUri(Answer answer) {
        assertThat(answer.status()).isEqualTo(302);
        Matcher found = Pattern.compile("redirect_uri=([^&]+)").matcher(answer.header("Location"));
        assertThat(found.find()).as(answer.headers()).isTrue();
        return URLDecoder.decode(found.group(1), StandardCharsets.UTF_8);
    }

    @Test
    void isReachedUnderItsOwnAddressWhateverHeadersSay() throws Exception {
        Answer answer = send(
                app,
                SIGN_IN,
                "Host: 127.0.0.1",
                "X-Forwarded-Proto: http",
                "X-Forwarded-Host: evil.example",
                "Forwarded: host=evil.example");

        assertThat(redirectUri(answer)).isEqualTo(SITE + "/login/oauth2/code/clerk");
        assertThat(answer.header("Strict-Transport-Security")).contains("max-age=31536000");
        assertThat(answer.header("Set-Cookie"))
                .startsWith("__Host-LOCKSTEP_SESSION=")
                .contains("Path=/;", "; Secure", "; HttpOnly", "SameSite=Lax")
                .doesNotContain("Domain");
    }

    @Test
    void refusesOtherNamesEverywhere() throws Exception {
        for (LockstepApp each : List.of(app, LockstepApp.shared())) {
            for (String path : List.of(
                    "/",
                    "/oauth2/authorization/clerk",
                    "/actuator/health",
                    "/webhooks/clerk",
                    "/api/convex/status",
                    "/lockstep/lockstep.css",
                    "/VAADIN/push",
                    "/nowhere")) {
                Answer answer = send(each, "GET " + path + " HTTP/1.1", "Host: evil.example");

                assertThat(answer.status()).as(path).isEqualTo(421);
                assertThat(answer.body()).as(path).contains("This site does not have this name.");
                assertThat(answer.headers()).doesNotContain("Set-Cookie", "Location");
                assertThat(answer.header("Strict-Transport-Security").isEmpty()).isEqualTo(each != app);
            }
        }
        for (String name : List.of("127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "[::2]")) {
            assertThat(send(app, SIGN_IN, "Host: " + name).status()).as(name).isEqualTo(421);
        }
    }

    /** The default run has no address of its own. */
    @Test
    void servesTheNamesOfThisMachine() throws Exception {
        LockstepApp local = LockstepApp.shared();
        int port = local.web().getPort();
        for (String name : List.of("localhost", "127.0.0.1", "[::1]", "LOCALHOST")) {
            Answer answer = send(local, SIGN_IN, "Host: " + name + ":" + port, "X-Forwarded-Proto: https");

            assertThat(redirectUri(answer))
                    .isEqualToIgnoringCase("http://" + name + ":" + port + "/login/oauth2/code/clerk");
            assertThat(answer.header("Set-Cookie"))
                    .startsWith("LOCKSTEP_SESSION=")
                    .doesNotContain("Secure");
            assertThat(answer.header("Strict-Transport-Security")).isEmpty();
        }
    }

    @Test
    void believesNamedProxiesOnlyWhoAsks() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        try {
            String multipart = "Content-Type: multipart/form-data";
            send(app, "POST / HTTP/1.1", "Host: localhost", "X-Forwarded-For: 6.6.6.6, 203.0.113.9", multipart);
            send(LockstepApp.shared(), "POST / HTTP/1.1", "Host: localhost", "X-Forwarded-For: 203.0.113.9", multipart);
        } finally {
            root.detachAppender(log);
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("from=203.0.113.9 "))
                .anyMatch(line -> line.contains("from=127.0.0.1 "))
                .noneMatch(line -> line.contains("6.6.6.6"));
    }

    @ParameterizedTest
    @EnumSource
    void goesThroughTheProxyOfTheDocumentation(ReverseProxy.Kind kind, @TempDir Path folder) throws Exception {
        if (kind.program().isEmpty()) {
            System.out.println("SKIPPED: " + kind + " is not installed, so its block in docs/proxy.md is not tried");
        }
        Assumptions.assumeTrue(kind.program().isPresent(), "no " + kind);
        int plain = ReverseProxy.freePort();
        var ports = new ReverseProxy.Ports(SECURE, plain, app.web().getPort());
        try (ReverseProxy proxy = ReverseProxy.start(kind, folder, ports)) {
            HttpResponse<String> sent = new Browser(URI.create("http://localhost:" + plain)).ask("/profile?a=b");
            assertThat(sent.statusCode()).isEqualTo(308);
            assertThat(sent.headers().firstValue("Location"))
                    .hasValueSatisfying(to -> assertThat(to).matches("https://localhost(:\\d+)?/profile\\?a=b"));

            var browser = new Browser(SITE, proxy.trusting());
            app.signUp(browser, "Mary", "Shelley");
            HttpResponse<String> profile = browser.get("/profile");
            assertThat(profile.uri()).isEqualTo(SITE.resolve("/profile"));
            assertThat(profile.headers().firstValue("Server"))
                    .hasValueSatisfying(server -> assertThat(server).isEqualToIgnoringCase(kind.name()));
            assertThat(profile.headers().firstValue("Strict-Transport-Security"))
                    .isPresent();
            assertThat(browser.cookie("__Host-LOCKSTEP_SESSION")).isPresent();
            assertThat(browser.ask("/api/convex/status?projectId=1").statusCode())
                    .isEqualTo(400);
            assertThat(browser.cookie("__Host-XSRF-TOKEN")).isPresent();

            assertThat(pushed(browser, proxy)).contains("\"syncId\"");
        }
    }

    /** Opens a page as Vaadin's client does, and has it answer over its WebSocket. */
    private static String pushed(Browser browser, ReverseProxy proxy) throws Exception {
        String page = browser.get("/?v-r=init&location=profile&query=").body();
        String key = found("\"Vaadin-Security-Key\":\"([^\"]+)\"", page);
        String push = found("\"Vaadin-Push-ID\":\"([^\"]+)\"", page);
        URI socket = URI.create("wss://localhost:" + SECURE + "/VAADIN/push?v-r=push&v-uiId=0&v-pushId=" + push
                + "&X-Atmosphere-tracking-id=0&X-Atmosphere-Transport=websocket&X-Atmosphere-TrackMessageSize=true"
                + "&X-Atmosphere-Framework=4.0.0-javascript&X-atmo-protocol=true");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (HttpClient http =
                HttpClient.newBuilder().sslContext(proxy.trusting()).build()) {
            WebSocket open = http.newWebSocketBuilder()
                    .header(
                            "Cookie",
                            "__Host-LOCKSTEP_SESSION="
                                    + browser.cookie("__Host-LOCKSTEP_SESSION").orElseThrow())
                    .buildAsync(socket, new Listening(heard))
                    .get(30, TimeUnit.SECONDS);
            assertThat(heard.poll(30, TimeUnit.SECONDS)).as("greeting").isNotNull();
            String message = "{\"csrfToken\":\"" + key + "\",\"rpc\":[],\"syncId\":0,\"clientId\":0}";
            open.sendText(message.length() + "|" + message, true).get(30, TimeUnit.SECONDS);
            String answer = heard.poll(30, TimeUnit.SECONDS);
            open.abort();
            return String.valueOf(answer);
        }
    }

    private static String found(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern + " in " + text).isTrue();
        return found.group(1);
    }

    private record Listening(BlockingQueue<String> heard) implements WebSocket.Listener {

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.add(text.toString());
            return WebSocket.Listener.super.onText(socket, text, last);
        }
    }
}
