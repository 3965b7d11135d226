package dev.lockstep.convex.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.convex.deployment.DeploymentAdmin;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.core.Problem;
import dev.lockstep.core.PublicAddresses;
import dev.lockstep.core.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people can make this server call, tried on a server of this machine that counts who comes. */
class OutsideTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer server;
    private int port;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        port = server.getAddress().getPort();
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void answers(String path, int status, String body) {
        server.createContext(path, exchange -> {
            calls.incrementAndGet();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port + "/elsewhere");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @Test
    void tellsThePublicInternetFromEverythingElse() {
        for (String open : List.of(
                "1.1.1.1",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "2606:4700:4700::1111",
                "2a00:1450:4001:800::200e",
                "::ffff:8.8.8.8",
                "64:ff9b::808:808",
                "2002:808:808::1")) {
            assertThat(PublicAddresses.has(address(open))).as(open).isTrue();
        }
        for (String closed : List.of(
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "2002:7f00:1::1",
                "2002:a9fe:a9fe::",
                "2001:0:4136:e378::1",
                "2001:db8::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "4000::1")) {
            assertThat(PublicAddresses.has(address(closed))).as(closed).isFalse();
        }
    }

    /** Each is another way to write this machine; the last ones are refused as names where Java does not read them so. */
    @Test
    void reachesThisMachineUnderNoneOfItsNames() {
        answers("/", 200, "{}");
        OkHttpClient client = Outside.PUBLIC
                .guard(new OkHttpClient.Builder().callTimeout(PATIENCE))
                .build();

        for (String host : List.of(
                "127.0.0.1",
                "localhost",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[0:0:0:0:0:ffff:7f00:0001]",
                "2130706433",
                "127.1",
                "0177.0.0.1",
                "017700000001",
                "8.8.8.010",
                "0.0.0.0")) {
            assertThatThrownBy(() -> get(client, host)).as(host).isInstanceOf(ForbiddenAddress.class);
        }
        for (String host : List.of("0x7f.0.0.1", "0x7f000001")) {
            assertThatThrownBy(() -> get(client, host)).as(host).isInstanceOf(UnknownHostException.class);
        }
        assertThat(calls).hasValue(0);
        OkHttpClient anywhere =
                Outside.EVERYWHERE.guard(new OkHttpClient.Builder()).build();
        assertThatCode(() -> get(anywhere, "127.0.0.1")).doesNotThrowAnyException();
    }

    @Test
    void keepsADeploymentInsideFromBeingAskedAtEachCall() {
        answers("/", 200, "{\"convexCloudUrl\": \"http://a.example\", \"convexSiteUrl\": \"http://b.example\"}");
        var deployment =
                new ConvexDeployment(URI.create("http://localhost:" + port), Secret.of("inside|0123456789abcdef"));

        try (var held = new DeploymentAdmin(PATIENCE, Outside.PUBLIC);
                var free = new DeploymentAdmin(PATIENCE, Outside.EVERYWHERE)) {
            assertThatThrownBy(() -> held.variables(deployment))
                    .isInstanceOfSatisfying(
                            PlatformProblem.class,
                            problem -> assertThat(problem.is(PlatformProblem.FORBIDDEN_ADDRESS))
                                    .isTrue())
                    .hasMessageContaining("localhost")
                    .hasMessageNotContaining("127.0.0.1");
            assertThat(calls).hasValue(0);
            assertThat(free.canonicalUrls(deployment).site()).isEqualTo(URI.create("http://b.example"));
        }
    }

    @Test
    void namesWhatIsWrongWithAnIssuer() {
        String here = "http://127.0.0.1:" + port;
        String document = "/.well-known/openid-configuration";
        answers("/good" + document, 200, "{\"issuer\": \"" + here + "/good\", \"jwks_uri\": \"" + here + "/keys\"}");
        answers("/slash" + document, 200, "{\"issuer\": \"" + here + "/slash/\", \"jwks_uri\": \"" + here + "/keys\"}");
        answers("/other" + document, 200, "{\"issuer\": \"https://other.example\", \"jwks_uri\": \"" + here + "\"}");
        answers("/keyless" + document, 200, "{\"issuer\": \"" + here + "/keyless\"}");
        answers("/nameless" + document, 200, "{}");
        answers("/page" + document, 200, "<html>");
        answers("/list" + document, 200, "[]");
        answers("/moved" + document, 302, "");
        Map<String, String> wrong = Map.ofEntries(
                Map.entry(here + "/other", "calls itself https://other.example"),
                Map.entry(here + "/keyless", "no jwks_uri"),
                Map.entry(here + "/nameless", "has no issuer"),
                Map.entry(here + "/page", "no JSON"),
                Map.entry(here + "/list", "no JSON"),
                Map.entry(here + "/moved", "status 302"),
                Map.entry(here + "/nothing", "status 404"),
                Map.entry("http://127.0.0.1:1", "No answer"),
                Map.entry("http://happy.clerk.accounts.dev", "https"),
                Map.entry("happy.clerk.accounts.dev", "https"),
                Map.entry("https://happy.clerk.accounts.dev/?a=b", "without ?"),
                Map.entry("https://somebody:secret@happy.clerk.accounts.dev", "without ?"),
                Map.entry("sk_live_0123456789", "a key"));

        try (var issuers = new OpenIdIssuers(PATIENCE, Outside.EVERYWHERE);
                var held = new OpenIdIssuers(PATIENCE, Outside.PUBLIC)) {
            assertThat(issuers.check(" " + here + "/good/ ")).isEqualTo(here + "/good");
            // With the slash that its tokens have.
            assertThat(issuers.check(here + "/slash")).isEqualTo(here + "/slash/");
            wrong.forEach((typed, named) -> assertThatThrownBy(() -> issuers.check(typed))
                    .as(typed)
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.fields())
                                    .extracting(Problem.Field::field)
                                    .containsExactly("issuer"))
                    .hasMessageContaining(named)
                    .hasMessageNotContaining("secret")
                    .hasMessageNotContaining("0123456789"));
            int before = calls.get();
            assertThatThrownBy(() -> held.check(here + "/good")).hasMessageContaining("own network");
            assertThat(calls).hasValue(before);
        }
    }

    private void get(OkHttpClient client, String host) throws IOException {
        HttpUrl url = HttpUrl.get("http://" + host + ":" + port + "/");
        client.newCall(new Request.Builder().url(url).build()).execute().close();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }
}
