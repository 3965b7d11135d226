package dev.lockstep.convex.value;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fields of an object to be: whoever fills them keeps no reference to them, so that the object need not copy them.
 */
final class OwnFields extends TreeMap<String, ConvexValue> {

    private static final long serialVersionUID = 1;

    OwnFields() {}

    OwnFields(SortedMap<String, ConvexValue> fields) {
        super(fields);
    }
}
