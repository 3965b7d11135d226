package dev.lockstep.emulator.clerk.role;

import dev.lockstep.emulator.clerk.people.Refusal;
import java.util.List;
import java.util.stream.Stream;

/** The roles that every instance has from the start; there are no others here. */
public enum Role {
    ADMIN(
            "org:admin",
            "Admin",
            List.of(
                    "org:sys_profile:manage",
                    "org:sys_profile:delete",
                    "org:sys_memberships:read",
                    "org:sys_memberships:manage",
                    "org:sys_domains:read",
                    "org:sys_domains:manage",
                    "org:sys_billing:read",
                    "org:sys_billing:manage")),
    MEMBER("org:member", "Member", List.of("org:sys_memberships:read", "org:sys_billing:read"));

    private final String key;
    private final String title;
    private final List<String> permissions;

    Role(String key, String title, List<String> permissions) {
        this.key = key;
        this.title = title;
        this.permissions = permissions;
    }

    /** @throws Refusal when there is no role of that key */
    public static Role of(String key) {
        return Stream.of(values())
                .filter(role -> role.key.equals(key))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.field("form_param_value_invalid", "role", "role must be org:admin or org:member."));
    }

    /** For example {@code org:admin}. */
    public String key() {
        return key;
    }

    public String title() {
        return title;
    }

    public List<String> permissions() {
        return permissions;
    }
}
