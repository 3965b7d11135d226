package dev.lockstep.emulator.clerk.store;

import dev.lockstep.emulator.clerk.people.Metadata;
import dev.lockstep.emulator.clerk.people.Person.Profile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Three people who are there from the first start: an admin, somebody ordinary, and somebody who has told no more than
 * a first name, because half of the real world signs up like that.
 */
public enum DemoPeople {
    ADA("ada@example.com", "ada_lovelace", "Ada", "Lovelace", "admin"),
    GRACE("grace@example.com", "grace_hopper", "Grace", "Hopper", null),
    LINUS("linus@example.com", null, "Linus", null, null);

    private final String email;
    private final @Nullable String username;
    private final String firstName;
    private final @Nullable String lastName;
    private final @Nullable String role;

    DemoPeople(
            String email,
            @Nullable String username,
            String firstName,
            @Nullable String lastName,
            @Nullable String role) {
        this.email = email;
        this.username = username;
        this.firstName = firstName;
        this.lastName = lastName;
        this.role = role;
    }

    public static List<DemoPeople> all() {
        return List.of(values());
    }

    public String email() {
        return email;
    }

    public String firstName() {
        return firstName;
    }

    /** Empty for somebody who told none. */
    public String lastName() {
        return lastName == null ? "" : lastName;
    }

    /** What the person may do beyond others, for example {@code admin}. */
    public Optional<String> role() {
        return Optional.ofNullable(role);
    }

    /** Puts them in, all three, when there has never been anybody. */
    public static void settle(Database database, People people) {
        boolean peopled = database.jdbc()
                        .sql("SELECT (SELECT COUNT(*) FROM users) + (SELECT COUNT(*) FROM deleted_users)")
                        .query(Long.class)
                        .single()
                > 0;
        if (peopled) {
            return;
        }
        for (DemoPeople demo : values()) {
            var account = new Newcomer.Account("oauth_google", demo.email, demo.firstName, demo.lastName());
            var newcomer = Newcomer.by(account, Profile.named(demo.username, demo.firstName, demo.lastName));
            people.create(demo.role == null ? newcomer : newcomer.with(roleOf(demo.role)));
        }
    }

    private static Metadata roleOf(String role) {
        return Metadata.empty()
                .replaced(
                        Metadata.Kind.PUBLIC,
                        JsonNodeFactory.instance.objectNode().put("role", role));
    }
}
