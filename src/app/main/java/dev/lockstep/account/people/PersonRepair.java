package dev.lockstep.account.people;

import dev.lockstep.account.drift.Comparison;
import dev.lockstep.account.drift.Disagreement;
import dev.lockstep.account.drift.Drift;
import dev.lockstep.account.drift.PersonState;
import dev.lockstep.account.drift.UnderWay;
import dev.lockstep.account.profile.ClerkNews;
import dev.lockstep.account.profile.ClerkNews.Effect;
import dev.lockstep.account.reconcile.side.States;
import dev.lockstep.audit.AuditEntry;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.core.PersonId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Puts one person right as a reconciliation does: with what Clerk says of them now, and the interests that Convex has. */
@Component
class PersonRepair {

    private final Sightings sightings;
    private final ClerkNews news;
    private final RememberedWrites writes;

    PersonRepair(Sightings sightings, ClerkNews news, RememberedWrites writes) {
        this.sightings = sightings;
        this.news = news;
        this.writes = writes;
    }

    void bringInStep(PersonId user, PersonId by) {
        Sighting now = sightings.of(user);
        Comparison states = now.states();
        ClerkUser told = now.clerk().orThrow().orElseThrow(PersonProblem::gone);
        if (Stream.of(states.convex(), states.here()).flatMap(Optional::stream).anyMatch(PersonState::deleted)) {
            throw PersonProblem.buried();
        }
        Optional<Drift> drift = states.drift(UnderWay.NOTHING);
        Effect effect = writes.run(
                () -> news.correct(told, interests(now)),
                had -> isDone(had)
                        ? Stream.of(AuditEntry.about(
                                by.value(),
                                "person.repaired",
                                user,
                                drift.map(PersonRepair::summary).orElse("")))
                        : Stream.empty());
        switch (effect) {
            case OF_DELETED -> throw PersonProblem.buried();
            case LATE -> throw PersonProblem.overtaken();
            case CREATED, UPDATED, DELETED, SIGNED_OUT, KNOWN, NOT_KEPT -> {}
        }
    }

    private static boolean isDone(Effect effect) {
        return effect == Effect.CREATED || effect == Effect.UPDATED;
    }

    /** Only where they are not the same here: else what the person changes at this moment would be put back. */
    private static Optional<List<String>> interests(Sighting now) {
        Optional<List<String>> here = now.here().map(person -> person.account().interests());
        return now.convex().orThrow().map(States::interests).filter(there -> !here.equals(Optional.of(there)));
    }

    /** Fields and places, never values. */
    private static String summary(Drift drift) {
        return switch (drift) {
            case Drift.Missing(var person, var from, var fields) -> "missing: " + from + fields(fields);
            case Drift.Different(var person, var fields) -> "different" + fields(fields);
            case Drift.Extra(var person, var in) -> "extra: " + in;
            case Drift.Buried(var person, var in) -> "deleted: " + in;
        };
    }

    private static String fields(List<Disagreement> fields) {
        return fields.isEmpty()
                ? ""
                : fields.stream().map(field -> field.field().part()).collect(Collectors.joining(", ", ": ", ""));
    }

    void deleteGone(PersonId user, PersonId by) {
        Sighting now = sightings.of(user);
        if (now.clerk().orThrow().isPresent()) {
            throw PersonProblem.inClerk();
        }
        if (now.here().isEmpty() && now.convex().orThrow().isEmpty()) {
            throw PersonProblem.unknown();
        }
        var entry = AuditEntry.about(by.value(), "person.deleted", user, "not in Clerk any more");
        writes.run(() -> news.gone(user), effect -> Stream.of(entry));
    }
}
