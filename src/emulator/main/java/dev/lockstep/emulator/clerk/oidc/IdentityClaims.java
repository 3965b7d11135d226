package dev.lockstep.emulator.clerk.oidc;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Portrait;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What tokens and the userinfo endpoint tell about a person, by the scopes that were granted. Absent is left out. */
final class IdentityClaims {

    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

    private final JsonMapper json;
    private final URI issuer;

    IdentityClaims(JsonMapper json, URI issuer) {
        this.json = json;
        this.issuer = issuer;
    }

    Map<String, Object> of(Person person, Set<String> scopes) {
        var claims = new LinkedHashMap<String, Object>();
        if (scopes.contains("profile")) {
            putProfile(claims, person);
        }
        if (scopes.contains("email")) {
            put(
                    claims,
                    "email",
                    person.primaryEmail().map(EmailAddress::address).orElse(null));
            claims.put(
                    "email_verified",
                    person.primaryEmail()
                            .filter(email -> email.proof().verified())
                            .isPresent());
        }
        if (scopes.contains("public_metadata")) {
            claims.put("public_metadata", plain(person.metadata().open()));
            claims.put("unsafe_metadata", plain(person.metadata().unsafe()));
        }
        return claims;
    }

    private void putProfile(Map<String, Object> claims, Person person) {
        put(claims, "name", person.fullName().orElse(null));
        put(claims, "given_name", person.profile().firstName());
        put(claims, "family_name", person.profile().lastName());
        put(claims, "preferred_username", person.profile().username());
        claims.put("picture", Portrait.address(issuer, person).toString());
    }

    private Map<String, Object> plain(ObjectNode metadata) {
        return json.convertValue(metadata, MAP);
    }

    private static void put(Map<String, Object> claims, String name, @Nullable String value) {
        if (value != null) {
            claims.put(name, value);
        }
    }
}
