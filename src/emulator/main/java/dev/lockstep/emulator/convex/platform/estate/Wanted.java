package dev.lockstep.emulator.convex.platform.estate;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a deployment is to be made. Absent parts are chosen.
 *
 * @param isDefault whether it becomes the one meant by its type; absent: if there is none yet
 */
public record Wanted(
        String type,
        Optional<String> size,
        Optional<String> region,
        Optional<String> reference,
        Optional<Boolean> isDefault,
        Optional<Instant> expires,
        Local local) {

    public static final Set<String> TYPES = Set.of("dev", "prod", "preview", "custom");
    public static final List<String> SIZES = List.of("s16", "s256", "d1024", "d2048");
    public static final List<String> REGIONS = List.of("aws-us-east-1", "aws-eu-west-1");

    /** What only a platform on one's own machine lets one choose. */
    public record Local(
            Optional<String> name,
            Optional<Secret> adminKey,
            Optional<Integer> port,
            Optional<Integer> sitePort,
            Optional<Long> quotaBytes) {

        public static final Local NOTHING =
                new Local(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Wanted {
        check(type, size, region);
    }

    /** @throws Refusal 400 naming what is not among the choices */
    public static void check(String type, Optional<String> size, Optional<String> region) {
        if (!TYPES.contains(type)) {
            throw Refusal.badRequest("InvalidDeploymentType", "The type must be dev, prod, preview or custom");
        }
        if (size.filter(name -> !SIZES.contains(name)).isPresent()) {
            throw Refusal.badRequest("InvalidDeploymentClass", "The class must be one of " + SIZES);
        }
        if (region.filter(name -> !REGIONS.contains(name)).isPresent()) {
            throw Refusal.badRequest("InvalidRegion", "The region must be one of " + REGIONS);
        }
    }

    public static Wanted ofType(String type) {
        return new Wanted(
                type,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Local.NOTHING);
    }
}
