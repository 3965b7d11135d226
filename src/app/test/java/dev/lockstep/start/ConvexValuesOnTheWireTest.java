package dev.lockstep.start;

import static dev.lockstep.convex.value.ConvexValue.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.ConvexProperties;
import dev.lockstep.convex.TokenSource;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.ConvexEmulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Every kind of value through a function that returns its argument. */
@Tag("wire")
class ConvexValuesOnTheWireTest {

    /** A module as the bundler leaves one: the function carries its own entry points and validators. */
    private static final String ECHO = """
            const echo = () => {};
            echo.isQuery = true;
            echo.isPublic = true;
            echo.invokeQuery = async (args) => JSON.stringify(JSON.parse(args)[0].v);
            echo.exportArgs = () => '{"type":"any"}';
            echo.exportReturns = () => "null";
            export { echo };
            """;

    private static final Secret KEY = Secret.of("local|key-of-the-test");

    private static ConvexEmulator emulator;
    private static ConvexClient client;

    @BeforeAll
    static void push(@TempDir Path home) {
        emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "local", KEY));
        String module = "{\"path\":\"values.js\",\"environment\":\"isolate\",\"source\":"
                + JsonMapper.shared().writeValueAsString(ECHO) + "}";
        new PlatformPush(
                        "{\"functions\":\"convex/\",\"appDefinition\":{\"definition\":null,\"dependencies\":[],\"schema\":null,"
                                + "\"changedModules\":[" + module
                                + "],\"unchangedModuleHashes\":[],\"udfServerVersion\":\"1.48.0\"},"
                                + "\"componentDefinitions\":[],\"nodeDependencies\":[]}")
                .push(emulator.url(), KEY, Map.of());
        client = new ConvexClient(new ConvexProperties(emulator.url(), Duration.ofSeconds(2), Duration.ofSeconds(20)));
    }

    @AfterAll
    static void close() {
        client.close();
        emulator.close();
    }

    static Stream<ConvexValue> values() {
        return Stream.of(
                ConvexValue.NULL,
                ConvexValue.TRUE,
                ConvexValue.int64(0),
                ConvexValue.int64(Long.MIN_VALUE),
                ConvexValue.int64(Long.MAX_VALUE),
                ConvexValue.number(0.1),
                ConvexValue.number(1e300),
                ConvexValue.number(-0.0),
                ConvexValue.number(Double.NaN),
                ConvexValue.number(Double.POSITIVE_INFINITY),
                ConvexValue.number(Double.NEGATIVE_INFINITY),
                ConvexValue.text("ä\u0000\ud83d\ude00\"\\"),
                ConvexValue.of(new byte[0]),
                ConvexValue.of(new byte[] {0, -1, 127, -128}),
                ConvexValue.array(),
                ConvexValue.of(Map.of("a", Map.of("b", 1L, "c", Double.NaN), "d e", new byte[] {1})));
    }

    @ParameterizedTest
    @MethodSource("values")
    void comesBackAsItWent(ConvexValue value) {
        assertThat(client.query("values:echo", object("v", value), TokenSource.anonymous()))
                .isEqualTo(value);
    }
}
