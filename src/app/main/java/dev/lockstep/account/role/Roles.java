package dev.lockstep.account.role;

import dev.lockstep.account.person.Role;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.core.PersonId;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Who is an administrator: whom Clerk marks so, and whom this installation's list names by their id or by an address that
 * they have shown to be theirs.
 */
@Component
public class Roles {

    private static final String MARK = "role";
    private static final String ADMIN = "admin";
    private static final String METADATA = "public_metadata";

    private final AccountProperties properties;

    Roles(AccountProperties properties) {
        this.properties = properties;
    }

    /** By what Clerk says of them. */
    public Role of(ClerkUser user) {
        return role(marked(user), new PersonId(user.id()), user.verifiedEmail());
    }

    /** By the claims of a sign-in; claims that are missing make nobody an administrator. */
    public Role of(PersonId user, Map<String, Object> claims) {
        boolean marked = claims.get(METADATA) instanceof Map<?, ?> metadata && ADMIN.equals(metadata.get(MARK));
        // Some providers write it as text.
        boolean verified = "true".equals(String.valueOf(claims.get("email_verified")));
        Optional<String> email =
                verified && claims.get("email") instanceof String address ? Optional.of(address) : Optional.empty();
        return role(marked, user, email);
    }

    private Role role(boolean marked, PersonId user, Optional<String> verifiedEmail) {
        return marked || properties.lists(user.value(), verifiedEmail) ? Role.ADMIN : Role.MEMBER;
    }

    /** Whether Clerk's own mark, {@code public_metadata.role}, says so. */
    public static boolean marked(ClerkUser user) {
        return ADMIN.equals(user.publicMetadata().get(MARK));
    }

    /** Metadata that carry the mark, or not. */
    public static Map<String, Object> metadata(boolean marked) {
        return marked ? Map.of(MARK, ADMIN) : Map.of();
    }
}
