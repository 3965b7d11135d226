package dev.lockstep.emulator.clerk.oidc;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Clerk's discovery document has, and only that. */
final class Discovery {

    static final Set<String> FIELDS = Set.of(
            "issuer",
            "authorization_endpoint",
            "token_endpoint",
            "revocation_endpoint",
            "introspection_endpoint",
            "userinfo_endpoint",
            "jwks_uri");

    private Discovery() {}

    /** What Spring leaves out or sees otherwise. */
    static Map<String, Object> clerks(URI issuer, List<String> scopes) {
        return Map.ofEntries(
                Map.entry("userinfo_endpoint", issuer + "/oauth/userinfo"),
                Map.entry("end_session_endpoint", issuer + EndSession.PATH),
                Map.entry("scopes_supported", scopes),
                Map.entry("response_types_supported", List.of("code")),
                Map.entry("response_modes_supported", List.of("query")),
                Map.entry("grant_types_supported", List.of("authorization_code", "refresh_token")),
                Map.entry("subject_types_supported", List.of("public")),
                Map.entry("id_token_signing_alg_values_supported", List.of("RS256")),
                Map.entry(
                        "token_endpoint_auth_methods_supported",
                        List.of("client_secret_basic", "client_secret_post", "none")),
                Map.entry(
                        "claims_supported",
                        List.of(
                                "aud",
                                "email",
                                "email_verified",
                                "exp",
                                "family_name",
                                "given_name",
                                "iat",
                                "iss",
                                "jti",
                                "name",
                                "nonce",
                                "picture",
                                "preferred_username",
                                "public_metadata",
                                "sub",
                                "unsafe_metadata")),
                Map.entry("code_challenge_methods_supported", List.of("S256")),
                Map.entry("backchannel_logout_supported", false),
                Map.entry("frontchannel_logout_supported", false));
    }
}
