package dev.lockstep.platform;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/** Fetches what the deployment keeps as files, at the addresses that its functions give out. */
@Service
public class StoredFiles implements DisposableBean {

    /** For the connection, and for the beginning of the answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int FOUND = 200;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /**
     * @return the bytes as they come; the caller closes the stream
     * @throws Problem when there is no such file, or it does not come
     */
    public InputStream open(URI address) {
        try {
            var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
            HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
            if (answer.statusCode() != FOUND) {
                answer.body().close();
                throw notThere("gone", Problem.Kind.PERMANENT, "Convex does not have this file (any more).");
            }
            return answer.body();
        } catch (IOException e) {
            throw notThere("silent", Problem.Kind.TRANSIENT, "Convex did not send the file.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notThere("stopped", Problem.Kind.TRANSIENT, "The fetching of a file was interrupted.");
        }
    }

    private static Problem notThere(String why, Problem.Kind kind, String sentence) {
        return new Problem(
                new ProblemCode("FileNotThere"), kind, sentence, "Load the page again.", Problem.Words.of(why));
    }

    @Override
    public void destroy() {
        http.shutdownNow();
    }
}
