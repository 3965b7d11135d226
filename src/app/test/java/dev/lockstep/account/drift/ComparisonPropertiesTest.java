package dev.lockstep.account.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** When a person counts as out of step, for any three states of them. */
class ComparisonPropertiesTest {

    private static final String ID = "user_ada";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Property(seed = "11")
    void thoseWhoAgreeAreInStep(@ForAll("states") PersonState state) {
        var clerk = state.with(ComparedField.INTERESTS, null);

        assertThat(new Comparison(Optional.of(clerk), Optional.of(state), Optional.of(state)).drift(UnderWay.NOTHING))
                .isEmpty();
    }

    /** Putting each mirror right, as the report says, leaves nothing to report. */
    @Property(seed = "12")
    void whatIsReportedIsAllThatIsWrong(
            @ForAll("states") PersonState clerk,
            @ForAll("mirrors") Optional<PersonState> convex,
            @ForAll("mirrors") Optional<PersonState> here) {
        var truth = clerk.with(ComparedField.INTERESTS, null);
        var before = new Comparison(Optional.of(truth), convex, here);

        Optional<Drift> drift = before.drift(UnderWay.NOTHING);

        // Who has lost somebody takes over the interests that the other remembers.
        Optional<PersonState> rightConvex = corrected(Place.CONVEX, truth, convex, here, drift);
        Optional<PersonState> rightHere = corrected(Place.HERE, truth, here, rightConvex, drift);
        assertThat(new Comparison(Optional.of(truth), rightConvex, rightHere).drift(UnderWay.NOTHING))
                .isEmpty();
        if (drift.isEmpty()) {
            assertThat(convex).isPresent();
            assertThat(here).isPresent();
        }
    }

    private static Optional<PersonState> corrected(
            Place place,
            PersonState clerk,
            Optional<PersonState> mirror,
            Optional<PersonState> other,
            Optional<Drift> drift) {
        if (drift.isEmpty()) {
            return mirror;
        }
        String interests =
                other.flatMap(state -> state.value(ComparedField.INTERESTS)).orElse(null);
        return switch (drift.get()) {
            case Drift.Missing(var person, var from, var fields)
            when from.contains(place) -> Optional.of(clerk.with(ComparedField.INTERESTS, interests));
            case Drift.Missing(var person, var from, var fields) -> mirror.map(state -> set(state, place, fields));
            case Drift.Different(var person, var fields) -> mirror.map(state -> set(state, place, fields));
            case Drift.Extra extra -> throw new AssertionError("Clerk has them");
            case Drift.Buried buried -> throw new AssertionError("nobody was deleted");
        };
    }

    private static PersonState set(PersonState state, Place place, List<Disagreement> fields) {
        PersonState right = state;
        for (Disagreement one : fields) {
            if (one.isWrong(place)) {
                right = right.with(
                        one.field(), one.says().get(one.field().authority()).orElse(null));
            }
        }
        return right;
    }

    @Property(seed = "13")
    void whatIsUnderWayIsNoDrift(
            @ForAll("states") PersonState clerk,
            @ForAll("states") PersonState convex,
            @ForAll("states") PersonState here,
            @ForAll Set<ComparedField> moving) {
        var parts = moving.stream().map(ComparedField::part).collect(Collectors.toSet());

        Optional<Drift> drift = new Comparison(Optional.of(clerk), Optional.of(convex), Optional.of(here))
                .drift(new UnderWay(parts, false));

        drift.ifPresent(found -> assertThat(((Drift.Different) found).fields())
                .extracting(Disagreement::field)
                .noneMatch(moving::contains));
    }

    @Property(seed = "14")
    void aMirrorThatKnowsNewerIsNotMeasuredByAnOlderAnswer(
            @ForAll("states") PersonState clerk, @ForAll("states") PersonState state) {
        var newer = new PersonState(ID, state.values(), Optional.of(NOON.plusMillis(1)), state.deleted());

        assertThat(new Comparison(Optional.of(clerk), Optional.of(state), Optional.of(newer)).drift(UnderWay.NOTHING))
                .isEmpty();
    }

    @Property(seed = "15")
    void whomClerkDoesNotHaveIsExtraWhereTheyLive(@ForAll boolean deletedInConvex, @ForAll boolean deletedHere) {
        var comparison = new Comparison(
                Optional.empty(),
                Optional.of(PersonState.of(ID, Optional.empty(), deletedInConvex)),
                Optional.of(PersonState.of(ID, Optional.empty(), deletedHere)));
        Set<Place> alive = EnumSet.noneOf(Place.class);
        if (!deletedInConvex) {
            alive.add(Place.CONVEX);
        }
        if (!deletedHere) {
            alive.add(Place.HERE);
        }

        Optional<Drift> drift = comparison.drift(UnderWay.NOTHING);

        assertThat(drift).isEqualTo(alive.isEmpty() ? Optional.empty() : Optional.of(new Drift.Extra(ID, alive)));
    }

    @Example
    void thoseWhoWereDeletedAreNotRevived() {
        var clerk = PersonState.of(ID, Optional.of(NOON), false);
        var gone = PersonState.of(ID, Optional.empty(), true);

        assertThat(new Comparison(Optional.of(clerk), Optional.of(gone), Optional.empty()).drift(UnderWay.NOTHING))
                .contains(new Drift.Buried(ID, Set.of(Place.CONVEX)));
    }

    @Example
    void convexMissesNobodyOfWhomItIsAboutToHear() {
        var clerk = PersonState.of(ID, Optional.of(NOON), false);

        assertThat(new Comparison(Optional.of(clerk), Optional.empty(), Optional.of(clerk))
                        .drift(new UnderWay(Set.of(), true)))
                .isEmpty();
        assertThat(new Comparison(Optional.of(clerk), Optional.empty(), Optional.of(clerk)).drift(UnderWay.NOTHING))
                .contains(new Drift.Missing(ID, Set.of(Place.CONVEX), List.of()));
    }

    @Provide
    Arbitrary<PersonState> states() {
        Arbitrary<String> values = Arbitraries.of("", "a", "b");
        return Combinators.combine(values, values, values, values, Arbitraries.of(true, false))
                .as((username, first, email, interests, banned) -> PersonState.of(ID, Optional.of(NOON), false)
                        .with(ComparedField.USERNAME, username)
                        .with(ComparedField.FIRST_NAME, first)
                        .with(ComparedField.EMAIL, email)
                        .with(ComparedField.INTERESTS, interests)
                        .withBanned(banned));
    }

    @Provide
    Arbitrary<Optional<PersonState>> mirrors() {
        return states().optional();
    }
}
