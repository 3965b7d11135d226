package dev.lockstep.emulator.convex.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IntervalIndexPropertiesTest {

    /** An interval put in, and whether it is taken out again before the look. */
    record Step(int low, int length, boolean removed) {}

    private record Filed(Interval interval, LiveQuery owner) {}

    @Property
    void findsWhatLookingAtEveryIntervalFinds(@ForAll("steps") List<Step> steps) {
        var index = new IntervalIndex();
        var filed = new ArrayList<Filed>();
        long number = 0;
        for (Step step : steps) {
            var one = new Filed(new Interval(key(step.low), key(step.low + step.length)), query(++number));
            index.add(one.interval, one.owner);
            filed.add(one);
        }
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i).removed) {
                Filed one = filed.remove(i);
                index.remove(one.interval, one.owner);
            }
        }

        for (int at = 0; at < 60; at++) {
            OrderedKey key = key(at);
            Set<LiveQuery> expected = new HashSet<>();
            filed.stream().filter(one -> one.interval.contains(key)).forEach(one -> expected.add(one.owner));
            Set<LiveQuery> found = new HashSet<>();
            index.find(key, found::add);
            assertThat(found).isEqualTo(expected);
        }
        assertThat(index.isEmpty()).isEqualTo(filed.isEmpty());
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 50),
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMaxSize(80);
    }

    private static OrderedKey key(int number) {
        return OrderedKey.of(List.of(ConvexValue.number(number)));
    }

    private static LiveQuery query(long number) {
        var call = new FunctionCall(
                FunctionPath.parse("notes:list"),
                ConvexValue.emptyObject(),
                new Identity.Anonymous(),
                Optional.empty(),
                FunctionCall.Reach.PUBLIC,
                "0");
        return new LiveQuery(number, number, call, Optional.empty());
    }
}
