package dev.lockstep.account.drift;

import java.util.Set;

/**
 * What settles without anybody's help.
 *
 * @param parts names of fields whose newer value is on its way somewhere
 * @param toConvex whether Convex is about to hear of the person
 */
public record UnderWay(Set<String> parts, boolean toConvex) {

    public static final UnderWay NOTHING = new UnderWay(Set.of(), false);

    public UnderWay {
        parts = Set.copyOf(parts);
    }

    boolean has(ComparedField field) {
        return parts.contains(field.part());
    }
}
