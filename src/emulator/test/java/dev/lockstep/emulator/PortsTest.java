package dev.lockstep.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.clerk.ClerkEmulator;
import dev.lockstep.emulator.clerk.Clerks;
import dev.lockstep.emulator.convex.ConvexEmulator;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.host.DeploymentHost;
import dev.lockstep.emulator.convex.platform.Platform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every port of the emulators answers to requests that no client sends. They showed Tomcat's own page with its
 * version and a stack trace to whoever asked so, and deployments answered under any name.
 */
@Tag("wire")
class PortsTest {

    private static final Map<String, String> BROKEN = Map.of(
            "a slash in a segment", "GET /a%2Fb HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "a sign that stands for nothing", "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "a line that is none", "GET / and more HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "no host", "GET / HTTP/1.1\r\n\r\n",
            "two lengths",
                    "POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
            "a header too large", "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(70_000) + "\r\n\r\n",
            "a chunk that is none",
                    "POST /api/query HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "a body that is not packed",
                    "POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n"
                            + "Connection: close\r\n\r\nabcd",
            "a body that is not packed either",
                    "POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: br\r\nContent-Length: 4\r\n"
                            + "Connection: close\r\n\r\nabcd");

    @TempDir
    static Path home;

    private static DeploymentHost host;
    private static Platform platform;
    private static ConvexEmulator convex;
    private static ClerkEmulator clerk;

    @BeforeAll
    static void start() {
        host = new DeploymentHost(CallLimits.DEFAULT, Clock.systemUTC());
        platform = Platform.start(
                host,
                new Platform.Settings(
                        0, home.resolve("platform"), Secret.of("token"), "client", Secret.of("secret"), List.of()));
        convex = ConvexEmulator.start(
                new ConvexEmulator.Settings(0, 0, home.resolve("convex"), "local", Secret.of("local|key")));
        clerk = ClerkEmulator.start(Clerks.settings(home.resolve("clerk")));
    }

    @AfterAll
    static void stop() {
        clerk.close();
        convex.close();
        platform.close();
        host.close();
    }

    private static Map<String, URI> ports() {
        return Map.of(
                "deployment", convex.url(),
                "site", convex.siteUrl(),
                "platform", platform.url(),
                "clerk", clerk.issuer());
    }

    @TestFactory
    Stream<DynamicTest> tellsNothingOfItself() {
        return ports().entrySet().stream()
                .flatMap(port -> BROKEN.entrySet().stream()
                        .map(request -> DynamicTest.dynamicTest(
                                port.getKey() + ": " + request.getKey(),
                                () -> assertThat(say(port.getValue(), request.getValue()))
                                        .matches("(?s)HTTP/1.1 4\\d\\d.*")
                                        .doesNotContain(
                                                "Tomcat", "Status Report", "\tat ", "Exception", "org.apache"))));
    }

    @Test
    void saysOfABodyThatIsNotPackedWhatIsWrong() {
        assertThat(say(convex.url(), BROKEN.get("a body that is not packed")))
                .startsWith("HTTP/1.1 400")
                .contains("{\"code\":\"BadBody\",\"message\":\"The body is not what its Content-Encoding gzip says");
    }

    /** A page of the internet whose name was pointed at 127.0.0.1 reached the functions of a deployment. */
    @TestFactory
    Stream<DynamicTest> answersToThisMachinesNamesAlone() {
        return ports().entrySet().stream()
                .map(port -> DynamicTest.dynamicTest(
                        port.getKey(),
                        () -> assertThat(say(
                                        port.getValue(),
                                        "GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"))
                                .startsWith("HTTP/1.1 421")));
    }

    /** Browsers ask before they send a header; that ended in a server error. */
    @TestFactory
    Stream<DynamicTest> answersWhoAsksBeforehandFromAnotherOrigin() {
        return Stream.of("/.well-known/jwks.json", "/oauth/token", "/oauth/userinfo", "/v1/users")
                .map(path -> DynamicTest.dynamicTest(path, () -> {
                    String answer = say(
                            clerk.issuer(),
                            "OPTIONS " + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: http://app.test\r\n"
                                    + "Access-Control-Request-Method: GET\r\n"
                                    + "Access-Control-Request-Headers: authorization\r\nConnection: close\r\n\r\n");
                    assertThat(answer).startsWith("HTTP/1.1 200");
                    assertThat(answer.contains("Access-Control-Allow-Origin: *"))
                            .as("the Backend API is not for pages")
                            .isNotEqualTo(path.startsWith("/v1"));
                }));
    }

    private static String say(URI port, String request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("No answer from " + port, e);
        }
    }
}
