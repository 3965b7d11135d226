package dev.lockstep.emulator.convex.auth;

import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whose tokens an app accepts, as its {@code auth.config} says. */
public sealed interface AuthProvider {

    /** Keys are found by OIDC discovery below the issuer. */
    record Oidc(String issuer, String applicationId) implements AuthProvider {}

    /** Keys are at a given place. */
    record CustomJwt(String issuer, String jwks, String algorithm, Optional<String> applicationId)
            implements AuthProvider {}

    String issuer();

    /** @throws Refusal 400 {@code InvalidAuthConfig} naming the missing field */
    static List<AuthProvider> all(JsonNode providers) {
        var all = new ArrayList<AuthProvider>();
        providers.forEach(provider -> all.add(of(provider)));
        return List.copyOf(all);
    }

    private static AuthProvider of(JsonNode json) {
        Optional<String> applicationId =
                Optional.ofNullable(json.path("applicationID").asString(null));
        if ("customJwt".equals(json.path("type").asString(""))) {
            return new CustomJwt(
                    required(json, "issuer"), required(json, "jwks"), required(json, "algorithm"), applicationId);
        }
        return new Oidc(required(json, "domain"), required(json, "applicationID"));
    }

    /** As the CLI is told and sends back. */
    default ObjectNode json() {
        return switch (this) {
            case Oidc(String issuer, String applicationId) ->
                WireJson.object().put("domain", issuer).put("applicationID", applicationId);
            case CustomJwt(String issuer, String jwks, String algorithm, Optional<String> applicationId) -> {
                var json = WireJson.object()
                        .put("type", "customJwt")
                        .put("issuer", issuer)
                        .put("jwks", jwks)
                        .put("algorithm", algorithm);
                yield json.put("applicationID", applicationId.orElse(null));
            }
        };
    }

    /** Whether a token's {@code iss} is this provider's: a missing scheme means https, a slash at the end nothing. */
    default boolean issues(String tokenIssuer) {
        return canonical(issuer()).equals(canonical(tokenIssuer));
    }

    static String canonical(String issuer) {
        String withScheme = issuer.contains("://") ? issuer : "https://" + issuer;
        return withScheme.endsWith("/") ? withScheme.substring(0, withScheme.length() - 1) : withScheme;
    }

    private static String required(JsonNode json, String field) {
        if (!json.path(field).isString()) {
            throw Refusal.badRequest(
                    "InvalidAuthConfig", "A provider in auth.config.ts lacks the text field `" + field + "`");
        }
        return json.path(field).asString();
    }
}
