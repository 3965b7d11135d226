package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.lockstep.core.ManualClock;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.host.FunctionThreads;
import dev.lockstep.emulator.convex.http.DeploymentServer;
import dev.lockstep.emulator.convex.script.ScriptEngine;
import dev.lockstep.emulator.convex.socket.SocketTimes;
import dev.lockstep.emulator.fault.FaultFilter;
import dev.lockstep.emulator.fault.FaultPlan;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** What time does to sockets: tokens run out, records of mutations are forgotten, quiet sockets are looked after. */
@Tag("wire")
@Isolated("It measures how long sockets are quiet.")
class SocketTimeTest {

    private static final String ISSUER = "https://issuer.test";

    @TempDir
    static Path home;

    private static final ManualClock CLOCK = ManualClock.standing();

    private static ExecutorService threads;
    private static ScriptEngine engine;
    private static Deployment deployment;
    private static DeploymentServer server;
    private static ECKey signing;

    @BeforeAll
    static void start() throws Exception {
        signing = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        threads = FunctionThreads.pool("test-function");
        engine = new ScriptEngine(CLOCK, threads);
        deployment = Deployment.open(
                new Deployment.Parts(home, "time", EmulatorClient.KEY, CallLimits.DEFAULT, CLOCK, threads), engine);
        server = DeploymentServer.start(
                deployment,
                new FaultFilter(new FaultPlan(), EmulatorClient.KEY),
                home.resolve("tomcat"),
                0,
                0,
                threads,
                new SocketTimes(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(2)));
        String keys = Base64.getEncoder()
                .encodeToString(new JWKSet(signing.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8));
        new EmulatorClient(server.url())
                .push(PushedApp.EMPTY
                        .with("notes.js", """
                                export const add = mutation(async ({ text }, db) =>
                                  (await db('insert', { table: 'notes', value: { text } }))._id);
                                export const list = query(async (args, db) => rows(db, all('notes')));
                                export const me = query(async (args, db) => (await db('getUserIdentity', {}))?.subject ?? null);
                                """)
                        .with(
                                "auth.config.js",
                                "export default { providers: [{ type: 'customJwt', issuer: '" + ISSUER
                                        + "', algorithm: 'ES256', jwks: 'data:application/json;base64," + keys
                                        + "' }] };"));
    }

    @AfterAll
    static void stop() {
        server.close();
        deployment.close();
        engine.close();
        threads.shutdownNow();
    }

    private static URI url() {
        return server.url();
    }

    @Test
    void answersWithAuthErrorWhenTheTokenRunsOutWhileConnected() throws Exception {
        try (var socket = RawSocket.connect(url())) {
            socket.say("{'type':'Authenticate','baseVersion':0,'tokenType':'User','value':'" + token() + "'}");
            socket.add(0, 0, "notes:me", "{}");
            assertThat(socket.nextValue(0).asString()).isEqualTo("ada");

            CLOCK.advance(Duration.ofHours(2));
            socket.mutate(0, "notes:add", "{'text':'too late'}");

            JsonNode error = socket.next("AuthError");
            assertThat(error.path("authUpdateAttempted").asBoolean(true)).isFalse();
            assertThat(error.path("baseVersion").asInt()).isEqualTo(1);
            assertThat(socket.closed().reason()).isEqualTo("TokenExpired");
        }
    }

    @Test
    void forgetsAMutationAfterTwoWeeks() {
        String session = UUID.randomUUID().toString();
        JsonNode first = mutate(session, 0);
        assertThat(mutate(session, 0)).isEqualTo(first);

        CLOCK.advance(Duration.ofDays(13));
        assertThat(mutate(session, 0)).isEqualTo(first);

        CLOCK.advance(Duration.ofDays(2));
        mutate(UUID.randomUUID().toString(), 0);
        assertThat(mutate(session, 0).path("result")).isNotEqualTo(first.path("result"));
    }

    /** A busy session left a kilobyte for each of its mutations, for two weeks: half an hour of them filled 180 MB. */
    @Test
    void forgetsWhatABusySessionCannotAskForAgain() {
        String session = UUID.randomUUID().toString();
        JsonNode longAgo = mutate(session, 1);
        JsonNode waiting = mutate(session, 1500);
        CLOCK.advance(Duration.ofMinutes(11));
        JsonNode recent = mutate(session, 900);

        mutate(session, 2000);

        assertThat(mutate(session, 1500)).isEqualTo(waiting);
        assertThat(mutate(session, 900)).isEqualTo(recent);
        assertThat(mutate(session, 1).path("result")).isNotEqualTo(longAgo.path("result"));
    }

    @Test
    void pingsAndSaysThatItLives() {
        try (var socket = RawSocket.connect(url())) {
            assertThat(socket.take().path("type").asString()).isEqualTo("Ping");
            assertThat(socket.take().path("type").asString()).isEqualTo("Ping");
            assertThat(socket.pings()).isPositive();
        }
    }

    @Test
    void dropsASocketThatIsSilent() throws Exception {
        try (var socket = new Socket("127.0.0.1", url().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET /api/1.48.0/sync HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 101");

            // Pings come and are not answered, until the connection ends.
            assertThat(in.readAllBytes()).isNotEmpty();
        }
    }

    private static JsonNode mutate(String session, int request) {
        try (var socket = RawSocket.connect(url(), session)) {
            socket.mutate(request, "notes:add", "{'text':'x'}");
            return socket.next("MutationResponse");
        }
    }

    private static String token() throws Exception {
        Instant now = CLOCK.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("ada")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                .build();
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(), claims);
        jwt.sign(new ECDSASigner(signing));
        return jwt.serialize();
    }
}
