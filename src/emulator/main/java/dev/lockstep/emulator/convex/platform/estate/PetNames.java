package dev.lockstep.emulator.convex.platform.estate;

import java.util.List;
import java.util.random.RandomGenerator;

/** Names like the service gives to deployments, {@code brisk-otter-412}. */
final class PetNames {

    private static final List<String> QUALITIES = List.of(
            "brisk", "calm", "clever", "eager", "fond", "gentle", "happy", "keen", "lively", "merry", "neat", "proud");
    private static final List<String> ANIMALS = List.of(
            "badger", "crane", "dolphin", "egret", "finch", "heron", "ibis", "lynx", "marten", "otter", "raven",
            "wren");

    private PetNames() {}

    static String next(RandomGenerator random) {
        return QUALITIES.get(random.nextInt(QUALITIES.size())) + "-" + ANIMALS.get(random.nextInt(ANIMALS.size())) + "-"
                + (100 + random.nextInt(900));
    }
}
