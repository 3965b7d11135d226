package dev.lockstep.account.person;

import dev.lockstep.core.PersonId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person as Lockstep shows them. Every name may be missing: a sign-up by e-mail brings none.
 *
 * @param interests in the order in which the person chose them; kept in Convex, unknown to Clerk
 * @param onboarded whether the person has been through the introduction
 */
public record Account(
        PersonId id,
        Optional<String> email,
        Optional<String> username,
        Optional<String> firstName,
        Optional<String> lastName,
        Optional<String> imageUrl,
        List<String> interests,
        Role role,
        boolean onboarded) {

    /** What to call them: full name, else username, else e-mail, else "You". */
    public String displayName() {
        String full = Stream.of(firstName, lastName).flatMap(Optional::stream).collect(Collectors.joining(" "));
        return full.isBlank() ? username.or(() -> email).orElse("You") : full;
    }

    /** How to greet them. */
    public String greetingName() {
        return firstName.or(() -> username).orElse("there");
    }
}
