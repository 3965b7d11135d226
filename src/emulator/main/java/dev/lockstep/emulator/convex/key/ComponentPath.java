package dev.lockstep.emulator.convex.key;

/**
 * Where a component is used: the names of its ancestors and its own, from the app down.
 *
 * @param text {@code workpool/batchWorker}; empty for the app itself
 */
public record ComponentPath(String text) implements Comparable<ComponentPath> {

    public static final ComponentPath ROOT = new ComponentPath("");

    /** No name of a table holds this character, so the app's own tables cannot be taken for a component's. */
    private static final char BEFORE_TABLE = ':';

    public ComponentPath child(String name) {
        return new ComponentPath(isRoot() ? name : text + "/" + name);
    }

    /** What its parent uses it as; empty for the root. */
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** Who uses it; the root for what the app itself uses, and for the root. */
    public ComponentPath parent() {
        int end = text.lastIndexOf('/');
        return end < 0 ? ROOT : new ComponentPath(text.substring(0, end));
    }

    public boolean isRoot() {
        return text.isEmpty();
    }

    /** The name under which the store keeps a table of this component. */
    public String stored(String table) {
        return isRoot() ? table : text + BEFORE_TABLE + table;
    }

    /** Whether a stored table belongs to this component. */
    public boolean owns(String stored) {
        return isRoot() ? stored.indexOf(BEFORE_TABLE) < 0 : stored.startsWith(text + BEFORE_TABLE);
    }

    /** The name that the component's code knows a stored table of its own by. */
    public String own(String stored) {
        return stored.substring(stored.lastIndexOf(BEFORE_TABLE) + 1);
    }

    /** The component whose table this is. */
    public static ComponentPath ofStored(String stored) {
        int end = stored.lastIndexOf(BEFORE_TABLE);
        return end < 0 ? ROOT : new ComponentPath(stored.substring(0, end));
    }

    @Override
    public int compareTo(ComponentPath other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
