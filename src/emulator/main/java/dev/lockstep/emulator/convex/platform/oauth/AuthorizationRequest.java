package dev.lockstep.emulator.convex.platform.oauth;

import dev.lockstep.emulator.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an application asks a browser to bring here, once all of it is in order.
 *
 * @param challenge of the PKCE verifier; optional, like the state
 */
record AuthorizationRequest(String clientId, String redirectUri, Optional<String> state, Optional<String> challenge) {

    private static final int CHALLENGE_LENGTH = 43;

    /** What is missing or wrong, one sentence each; empty when the request is good. */
    static List<String> faults(Request request, OauthApplication application) {
        var faults = new ArrayList<String>();
        Optional<String> client = request.query("client_id");
        if (client.isEmpty()) {
            faults.add("client_id is missing.");
        } else if (!application.isNamed(client.get())) {
            faults.add("client_id names no application that is registered here.");
        }
        Optional<String> redirect = request.query("redirect_uri");
        if (redirect.isEmpty()) {
            faults.add("redirect_uri is missing.");
        } else if (!application.sendsTo(redirect.get())) {
            faults.add("redirect_uri is not one that the application has registered: " + redirect.get());
        }
        String type = request.query("response_type").orElse("");
        if (type.isEmpty()) {
            faults.add("response_type is missing.");
        } else if (!type.equals("code")) {
            faults.add("response_type must be code, not " + type + ".");
        }
        challengeFaults(request, faults);
        request.repeated().forEach(name -> faults.add(name + " is there more than once."));
        return faults;
    }

    private static void challengeFaults(Request request, List<String> faults) {
        Optional<String> challenge = request.query("code_challenge");
        Optional<String> method = request.query("code_challenge_method");
        if (challenge
                .filter(text -> !text.matches("[A-Za-z0-9_-]{" + CHALLENGE_LENGTH + "}"))
                .isPresent()) {
            faults.add("code_challenge must be " + CHALLENGE_LENGTH + " characters of base64url.");
        }
        if (challenge.isPresent() && method.isEmpty()) {
            faults.add("code_challenge_method is missing.");
        }
        if (challenge.isEmpty() && method.isPresent()) {
            faults.add("code_challenge is missing.");
        }
        if (method.filter(text -> !text.equals("S256")).isPresent()) {
            faults.add("code_challenge_method must be S256.");
        }
    }

    /** Of a request without faults. */
    static AuthorizationRequest of(Request request) {
        return new AuthorizationRequest(
                request.query("client_id").orElseThrow(),
                request.query("redirect_uri").orElseThrow(),
                request.query("state"),
                request.query("code_challenge"));
    }

    /** The same as a query, for the addresses of forms and links. */
    String query() {
        var query = new StringBuilder(
                "client_id=" + encoded(clientId) + "&redirect_uri=" + encoded(redirectUri) + "&response_type=code");
        state.ifPresent(text -> query.append("&state=").append(encoded(text)));
        challenge.ifPresent(
                text -> query.append("&code_challenge=").append(encoded(text)).append("&code_challenge_method=S256"));
        return query.toString();
    }

    /** Where the browser goes with its code; what the address asks already stays. */
    String answer(String code) {
        String joint = redirectUri.contains("?") ? "&" : "?";
        return redirectUri + joint + "code=" + encoded(code)
                + state.map(text -> "&state=" + encoded(text)).orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
