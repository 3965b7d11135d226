package dev.lockstep.account.reconcile.side;

import dev.lockstep.account.drift.ComparedField;
import dev.lockstep.account.drift.PersonState;
import dev.lockstep.account.drift.UnderWay;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.profile.PeopleHere;
import dev.lockstep.account.role.Roles;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.convex.value.ConvexValue;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Each place's own way to speak of a person, brought to the one in which they are compared. */
public final class States {

    private States() {}

    /** @param roles who is an administrator by what Clerk says */
    public static PersonState of(ClerkUser user, Roles roles) {
        return PersonState.of(user.id(), Optional.of(user.updatedAt()), false)
                .with(ComparedField.USERNAME, user.username().orElse(null))
                .with(ComparedField.FIRST_NAME, user.firstName().orElse(null))
                .with(ComparedField.LAST_NAME, user.lastName().orElse(null))
                .with(
                        ComparedField.IMAGE_URL,
                        user.imageUrl().map(URI::toString).orElse(null))
                .with(ComparedField.EMAIL, user.email().orElse(null))
                .withRole(roles.of(user))
                .withBanned(user.banned());
    }

    public static PersonState of(PeopleHere.Person person) {
        Account account = person.account();
        return PersonState.of(account.id().value(), person.clerkUpdatedAt(), person.deleted())
                .with(ComparedField.USERNAME, account.username().orElse(null))
                .with(ComparedField.FIRST_NAME, account.firstName().orElse(null))
                .with(ComparedField.LAST_NAME, account.lastName().orElse(null))
                .with(ComparedField.IMAGE_URL, account.imageUrl().orElse(null))
                .with(ComparedField.EMAIL, account.email().orElse(null))
                .withRole(account.role())
                .withBanned(person.banned())
                .withInterests(account.interests());
    }

    /** @param row as the functions of {@code reconciliation.ts} give one */
    public static PersonState of(ConvexValue.Obj row) {
        Optional<Instant> updated =
                row.number("clerk_updated_at").map(millis -> Instant.ofEpochMilli(millis.longValue()));
        PersonState state = PersonState.of(
                row.text("id").orElseThrow(), updated, row.bool("deleted").orElse(false));
        for (ComparedField field : List.of(
                ComparedField.USERNAME,
                ComparedField.FIRST_NAME,
                ComparedField.LAST_NAME,
                ComparedField.IMAGE_URL,
                ComparedField.EMAIL)) {
            state = state.with(field, row.text(field.part()).orElse(null));
        }
        return state.withBanned(row.bool("banned").orElse(false)).withInterests(interests(row));
    }

    public static List<String> interests(ConvexValue.Obj row) {
        return row.field("interests").orElse(null) instanceof ConvexValue.Array(var items)
                ? items.stream()
                        .filter(ConvexValue.Text.class::isInstance)
                        .map(item -> ((ConvexValue.Text) item).value())
                        .toList()
                : List.of();
    }

    public static UnderWay of(PeopleHere.OnTheWay onTheWay) {
        return new UnderWay(onTheWay.parts(), onTheWay.toConvex());
    }

    /** What to call somebody, by the first of these that has a name. */
    public static String name(Stream<PersonState> states) {
        List<PersonState> known = states.toList();
        return known.stream()
                .map(state -> Stream.of(ComparedField.FIRST_NAME, ComparedField.LAST_NAME)
                        .flatMap(field -> state.value(field).stream())
                        .collect(Collectors.joining(" ")))
                .filter(name -> !name.isBlank())
                .findFirst()
                .or(() -> known.stream()
                        .flatMap(state -> Stream.of(ComparedField.USERNAME, ComparedField.EMAIL)
                                .flatMap(field -> state.value(field).stream()))
                        .findFirst())
                .or(() -> known.stream().map(PersonState::id).findFirst())
                .map(name -> name.substring(0, Math.min(name.length(), 400)))
                .orElse("");
    }
}
