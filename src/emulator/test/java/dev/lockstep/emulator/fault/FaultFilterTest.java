package dev.lockstep.emulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockstep.emulator.EmulatorKeys;
import dev.lockstep.emulator.EmulatorUrls;
import dev.lockstep.emulator.junit.Emulated;
import dev.lockstep.emulator.junit.EmulatorExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client meets in place of an answer, over a real connection. */
@Tag("wire")
@ExtendWith(EmulatorExtension.class)
class FaultFilterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();

    /** One of the three servers, and a question that it answers. */
    private record Server(URI address, String authorization, String question) {

        static List<Server> all(EmulatorUrls urls, EmulatorKeys keys) {
            return List.of(
                    new Server(urls.clerk(), "Bearer " + keys.clerk().reveal(), "/v1/users"),
                    new Server(urls.convex(), "Convex " + keys.convexAdmin().reveal(), "/api/v1/get_canonical_urls"),
                    new Server(urls.platform(), "Bearer " + keys.platform().reveal(), "/v1/token_details"));
        }

        HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(address.resolve(path)).header("Authorization", authorization);
        }
    }

    /** The connection stayed open: whoever asked learned of it by its own time limit only. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"drop\":true",
                "\"drop\":true,\"after\":true",
                "\"status\":200,\"body\":\"[1,2,3]\",\"cut\":true"
            })
    void hangsUpAtOnce(String fault, @Emulated EmulatorUrls urls, @Emulated EmulatorKeys keys) throws Exception {
        for (Server server : Server.all(urls, keys)) {
            add(fault, server);

            assertThat(catchThrowable(() -> ask(server)))
                    .as("%s", server.address())
                    .isInstanceOf(IOException.class);
            assertThat(ask(server).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answersInPlaceOfTheEmulator(@Emulated EmulatorUrls urls, @Emulated EmulatorKeys keys) throws Exception {
        Server server = Server.all(urls, keys).getFirst();
        add("\"status\":503,\"body\":\"later\"", server);

        HttpResponse<String> answer = ask(server);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("later");
    }

    private void add(String fault, Server server) throws Exception {
        String json = "{\"match\":\"" + server.question() + "\",\"times\":1," + fault + "}";
        HttpRequest request = server.request("/emulator/faults")
                .POST(BodyPublishers.ofString(json))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> ask(Server server) throws Exception {
        try {
            return client.sendAsync(server.request(server.question()).build(), BodyHandlers.ofString())
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }
}
