package dev.lockstep.account.people;

import dev.lockstep.account.person.Role;
import dev.lockstep.core.PersonId;
import java.time.Instant;
import java.util.Optional;

/**
 * A person as the list shows them.
 *
 * @param name what to call them: full name, else username, else e-mail, else the id
 * @param deletedAt when Clerk deleted them; only the memory of them is left
 * @param lastSignedIn empty for those who never did
 */
public record ListedPerson(
        PersonId id,
        String name,
        Optional<String> username,
        Optional<String> email,
        Optional<String> imageUrl,
        Role role,
        boolean banned,
        Optional<Instant> deletedAt,
        Optional<Instant> lastSignedIn) {

    public boolean isDeleted() {
        return deletedAt.isPresent();
    }
}
