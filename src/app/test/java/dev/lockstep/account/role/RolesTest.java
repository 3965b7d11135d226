package dev.lockstep.account.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.account.person.Role;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.core.PersonId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolesTest {

    private static final String ADDRESS = "ada@example.com";
    private static final PersonId USER = new PersonId("user_ada");

    private final Roles listed = new Roles(properties(ADDRESS.toUpperCase(Locale.ROOT), "", "user_listed"));

    @Test
    void listsAnAddressOnlyForWhoHasShownThatItIsTheirs() {
        assertThat(listed.of(USER, Map.of("email", ADDRESS, "email_verified", true)))
                .isEqualTo(Role.ADMIN);
        assertThat(listed.of(USER, Map.of("email", ADDRESS, "email_verified", false)))
                .isEqualTo(Role.MEMBER);
        assertThat(listed.of(USER, Map.of("email", ADDRESS))).isEqualTo(Role.MEMBER);
        assertThat(listed.of(told(ADDRESS, true, Map.of()))).isEqualTo(Role.ADMIN);
        assertThat(listed.of(told(ADDRESS, false, Map.of()))).isEqualTo(Role.MEMBER);
    }

    @Test
    void knowsWhomClerkMarksAndWhoIsListedById() {
        assertThat(listed.of(told(null, false, Map.of("role", "admin")))).isEqualTo(Role.ADMIN);
        assertThat(listed.of(told("", true, Map.of("role", List.of("admin"))))).isEqualTo(Role.MEMBER);
        assertThat(listed.of(USER, Map.of("public_metadata", Map.of("role", "admin"))))
                .isEqualTo(Role.ADMIN);
        var nothing = new HashMap<String, Object>();
        nothing.put("role", null);
        assertThat(listed.of(USER, Map.of("public_metadata", nothing))).isEqualTo(Role.MEMBER);
        assertThat(listed.of(new PersonId("user_listed"), Map.of())).isEqualTo(Role.ADMIN);
        assertThat(new Roles(properties()).of(USER, Map.of("email", ADDRESS, "email_verified", true)))
                .isEqualTo(Role.MEMBER);
    }

    private static AccountProperties properties(String... admins) {
        return new AccountProperties("client", "secret", "convex", List.of(), List.of(admins));
    }

    private static ClerkUser told(String email, boolean verified, Map<String, Object> metadata) {
        var profile = new ClerkUser.Profile(null, null, null, null, email, verified, null);
        return new ClerkUser(USER.value(), profile, false, metadata, false, Instant.EPOCH, Instant.EPOCH);
    }
}
