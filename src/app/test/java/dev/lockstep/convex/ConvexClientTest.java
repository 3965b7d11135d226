package dev.lockstep.convex;

import static dev.lockstep.convex.value.ConvexValue.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("wire")
class ConvexClientTest {

    private static final Obj NOTHING = ConvexValue.emptyObject();

    private final ScriptedDeployment deployment = new ScriptedDeployment();
    private final ConvexClient client = deployment.client(Duration.ofSeconds(5));

    @AfterEach
    void close() {
        client.close();
        deployment.close();
    }

    @Test
    void sendsPathFormatAndPositionalArguments() throws InterruptedException {
        deployment.returns("null");

        client.query("users:current", object("n", ConvexValue.int64(1)), TokenSource.anonymous());

        RecordedRequest request = deployment.request();
        assertThat(request.getRequestLine()).isEqualTo("POST /api/query HTTP/1.1");
        assertThat(request.getBody().utf8())
                .isEqualTo("{\"path\":\"users:current\",\"format\":\"convex_encoded_json\","
                        + "\"args\":[{\"n\":{\"$integer\":\"AQAAAAAAAAA=\"}}]}");
        assertThat(request.getHeaders().get("Convex-Client")).isEqualTo("java-0.2.0");
        assertThat(request.getHeaders().get("Content-Type")).startsWith("application/json");
        assertThat(request.getHeaders().get("Authorization")).isNull();
    }

    @Test
    void callsEachKindAtItsEndpoint() throws InterruptedException {
        deployment.returns("1").returns("2").returns("3").returns("4");

        client.query("a:b", NOTHING, TokenSource.anonymous());
        client.mutation("a:b", NOTHING, TokenSource.anonymous());
        client.action("a:b", NOTHING, TokenSource.anonymous());
        client.function("a:b", NOTHING, TokenSource.anonymous());

        assertThat(deployment.request().getTarget()).isEqualTo("/api/query");
        assertThat(deployment.request().getTarget()).isEqualTo("/api/mutation");
        assertThat(deployment.request().getTarget()).isEqualTo("/api/action");
        RecordedRequest function = deployment.request();
        assertThat(function.getTarget()).isEqualTo("/api/function");
        assertThat(function.getBody().utf8()).endsWith("\"args\":{}}");
    }

    @Test
    void givesTheValueWithWhatTheFunctionLogged() {
        deployment.answers(200, "{\"status\":\"success\",\"value\":7,\"logLines\":[\"[LOG] 'hello' 5\"]}");

        FunctionResult result = client.call(FunctionKind.QUERY, "a:b", NOTHING, TokenSource.anonymous());

        assertThat(result.value()).isEqualTo(ConvexValue.number(7));
        assertThat(result.logLines()).containsExactly("[LOG] 'hello' 5");
    }

    static Stream<ConvexValue> values() {
        return Stream.of(
                ConvexValue.NULL,
                ConvexValue.int64(Long.MIN_VALUE),
                ConvexValue.number(Double.NaN),
                ConvexValue.number(-0.0),
                ConvexValue.of(new byte[] {0, -1, 127}),
                ConvexValue.of(Map.of("a", Map.of("b", 1L), "ß".codePointAt(0) + "", "€ \u0000 \ud83d\ude00")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void carriesEveryKindOfValueBothWays(ConvexValue value) throws InterruptedException {
        deployment.returns(ConvexJson.encode(value));

        ConvexValue returned = client.mutation("a:b", object("v", value), TokenSource.anonymous());

        assertThat(returned).isEqualTo(value);
        assertThat(ConvexJson.parse(deployment.request().getBody().utf8()))
                .isEqualTo(object("path", ConvexValue.text("a:b"))
                        .with("format", ConvexValue.text("convex_encoded_json"))
                        .with("args", ConvexValue.array(object("v", value))));
    }

    static Stream<Arguments> tokens() {
        String identity = "{\"issuer\":\"https://clerk.test\",\"subject\":\"user_ada\"}";
        Obj ada =
                object("issuer", ConvexValue.text("https://clerk.test")).with("subject", ConvexValue.text("user_ada"));
        return Stream.of(
                Arguments.of(new ConvexToken.User(Secret.of("a.b.c")), "Bearer a.b.c"),
                Arguments.of(new ConvexToken.Admin(Secret.of("prod:x|key")), "Convex prod:x|key"),
                Arguments.of(
                        new ConvexToken.Admin(Secret.of("x|key"), Optional.of(ada)),
                        "Convex x|key:"
                                + Base64.getEncoder().encodeToString(identity.getBytes(StandardCharsets.UTF_8))));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void saysWhoCalls(ConvexToken token, String header) throws InterruptedException {
        deployment.returns("null");

        client.query("a:b", NOTHING, TokenSource.of(token));

        assertThat(deployment.request().getHeaders().get("Authorization")).isEqualTo(header);
    }

    @Test
    void usesOneConnectionForCallsInARow() throws InterruptedException {
        deployment.returns("1").returns("2");

        client.query("a:b", NOTHING, TokenSource.anonymous());
        client.query("a:b", NOTHING, TokenSource.anonymous());

        deployment.request();
        assertThat(deployment.request().getExchangeIndex()).isEqualTo(1);
    }

    @Test
    void reachesALocalhostThatListensOnOneOfItsAddressesOnly() {
        deployment.returns("1");
        var url = deployment.url().toString().replace("127.0.0.1", "localhost");

        try (var byName = ScriptedDeployment.client(java.net.URI.create(url), Duration.ofSeconds(5))) {
            assertThat(byName.query("a:b", NOTHING, TokenSource.anonymous())).isEqualTo(ConvexValue.number(1));
        }
    }
}
