package dev.lockstep;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Mutations straight to the deployment over HTTP, without an operation id and sent once each. An even number is inserted
 * as a document into {@link #TABLE}, which nothing keeps from being there twice; an odd one is a call of the
 * installation's own function, which inserts a person of that number.
 */
final class NumberedMutations {

    static final String TABLE = "numbers";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI target;
    private final String key;

    NumberedMutations(LockstepApp app) {
        this.target = URI.create(app.env("CONVEX_URL")).resolve("/api/function");
        this.key = app.env("CONVEX_ADMIN_KEY");
    }

    static boolean isPerson(long number) {
        return number % 2 != 0;
    }

    static String person(long number) {
        return "user_number" + number;
    }

    /** Returns when it was acknowledged. */
    void run(long number) throws Exception {
        String call = isPerson(number)
                ? "{\"path\":\"users:upsertFromClerk\",\"format\":\"json\",\"args\":{\"user\":{\"id\":\""
                        + person(number) + "\",\"first_name\":\"Number\",\"updated_at\":1}}}"
                : "{\"path\":\"_system/frontend/addDocument\",\"format\":\"json\",\"args\":{\"table\":\"" + TABLE
                        + "\",\"documents\":[{\"number\":" + number + "}]}}";
        var request = HttpRequest.newBuilder(target)
                .header("Authorization", "Convex " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(call))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200 || !answer.body().contains("\"status\":\"success\"")) {
            throw new IllegalStateException(number + " was answered " + answer.statusCode() + " " + answer.body());
        }
    }
}
