package dev.lockstep.account.person;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.PersonId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProfileChangeTest {

    private static final Account ADA = new Account(
            new PersonId("user_ada"),
            Optional.of("ada@example.com"),
            Optional.of("ada_l"),
            Optional.of("Ada"),
            Optional.of("Lovelace"),
            Optional.empty(),
            List.of("Math"),
            Role.MEMBER,
            true);

    @Test
    void keepsOnlyWhatDiffers() {
        ProfileChange change = ProfileChange.ofForm("ada_l", "Augusta", "Lovelace", List.of("Math"));

        assertThat(change.since(ADA).parts()).containsOnlyKeys("first_name").containsEntry("first_name", "Augusta");
    }

    @Test
    void clearsWithNullAndLeavesOutWhatIsAbsent() {
        ProfileChange change =
                ProfileChange.ofForm("ada_l", "Ada", " ", List.of("Math")).since(ADA);

        assertThat(change.parts()).containsOnlyKeys("last_name").containsEntry("last_name", null);
    }

    @Test
    void undoesItselfWithWhatWasThere() {
        ProfileChange change =
                ProfileChange.ofForm("other", "Ada", "", List.of("Music")).since(ADA);

        assertThat(change.undo(ADA).parts())
                .containsEntry("username", "ada_l")
                .containsEntry("last_name", "Lovelace")
                .containsEntry("interests", List.of("Math"))
                .hasSize(3);
    }

    @Test
    void partsByName() {
        ProfileChange change = ProfileChange.ofForm("other", "A", "B", List.of("Music"));

        assertThat(change.forClerk().parts()).containsOnlyKeys("username", "first_name", "last_name");
        assertThat(change.without(Set.of("username", "interests")).parts()).containsOnlyKeys("first_name", "last_name");
        assertThat(change.only(Set.of("interests")).parts()).containsOnlyKeys("interests");
    }
}
