package dev.lockstep.emulator.convex.platform.oauth;

import dev.lockstep.emulator.convex.platform.estate.Grants;
import dev.lockstep.emulator.convex.platform.oauth.Codes.Code;
import dev.lockstep.emulator.convex.platform.oauth.Codes.Presented;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.convex.platform.registry.Team;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** {@code POST /oauth/token}: a code becomes an access token, once. */
final class TokenEndpoint {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final OauthApplication application;
    private final Codes codes;
    private final Grants grants;
    private final Registry registry;

    TokenEndpoint(OauthApplication application, Codes codes, Grants grants, Registry registry) {
        this.application = application;
        this.codes = codes;
        this.grants = grants;
        this.registry = registry;
    }

    void routes(Routes routes) {
        routes.add("POST /oauth/token", this::exchange);
    }

    private Reply exchange(Request request) {
        if (request.header("content-type").filter(type -> type.startsWith(FORM)).isEmpty()) {
            throw Refusal.badRequest("InvalidContentType", "The token request must be a form: " + FORM);
        }
        if (!required(request, "grant_type").equals("authorization_code")) {
            throw Refusal.badRequest("UnsupportedGrantType", "The grant_type must be authorization_code");
        }
        String client = required(request, "client_id");
        if (!application.matches(client, required(request, "client_secret"))) {
            throw Refusal.badRequest("InvalidClient", "The client_id or the client_secret is wrong");
        }
        String redirect = required(request, "redirect_uri");
        String text = required(request, "code");
        Code code = good(text);
        if (!code.request().redirectUri().equals(redirect)) {
            throw Refusal.badRequest(
                    "RedirectUriMismatch", "The redirect_uri is not the one that the code was asked for with");
        }
        check(code.request().challenge(), request.field("code_verifier"));
        if (!codes.use(text)) {
            throw refused(codes.look(text));
        }
        return Reply.json(
                WireJson.object().put("access_token", issue(text, code)).put("token_type", "bearer"));
    }

    private String issue(String text, Code code) {
        Team team = registry.teams().stream()
                .filter(one -> one.id() == code.teamId())
                .findFirst()
                .orElseThrow();
        Optional<Project> project = code.projectId()
                .map(id -> registry.project(id)
                        .orElseThrow(() -> Refusal.badRequest("ProjectNotFound", "The project was deleted meanwhile")));
        Grants.Issued issued = grants.issue(team, project);
        codes.granted(text, issued.grant().id());
        return issued.token().reveal();
    }

    private Code good(String text) {
        Presented presented = codes.look(text);
        if (presented instanceof Presented.Good(Code code)) {
            return code;
        }
        throw refused(presented);
    }

    /** Whoever sends a code again may have stolen it: what it granted is taken back too. */
    private Refusal refused(Presented presented) {
        return switch (presented) {
            case Presented.Used used -> {
                used.grantId().ifPresent(grants::revoke);
                yield Refusal.badRequest(
                        "CodeAlreadyUsed", "The code was used before; what it was traded for is revoked");
            }
            case Presented.Expired expired ->
                Refusal.badRequest("CodeExpired", "The code is older than " + Codes.LIFETIME.toMinutes() + " minutes");
            case Presented.Unknown unknown -> Refusal.badRequest("InvalidCode", "There is no such code");
            case Presented.Good good -> throw new IllegalStateException("Bug: a good code is no refusal");
        };
    }

    private static void check(Optional<String> challenge, Optional<String> verifier) {
        if (challenge.isEmpty() && verifier.isEmpty()) {
            return;
        }
        boolean fits = challenge.isPresent()
                && verifier.map(TokenEndpoint::challengeOf).equals(challenge);
        if (!fits) {
            throw Refusal.badRequest(
                    "InvalidCodeVerifier", "The code_verifier does not belong to the code_challenge of the code");
        }
    }

    private static String challengeOf(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Bug: every Java has SHA-256", e);
        }
    }

    private static String required(Request request, String field) {
        return request.field(field)
                .orElseThrow(() -> Refusal.badRequest("MissingParameter", "The field `" + field + "` is missing"));
    }
}
