package dev.lockstep.emulator.convex.live;

import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions that read one index, found by a key inside what they read in O(log n + found): a treap ordered by
 * low ends, in which each node knows the highest end below it. Not thread-safe.
 */
final class IntervalIndex {

    private static final class Node {
        private final Interval interval;
        private final LiveQuery owner;
        private final int priority;
        private OrderedKey highest;
        private @Nullable Node left;
        private @Nullable Node right;

        private Node(Interval interval, LiveQuery owner, int priority) {
            this.interval = interval;
            this.owner = owner;
            this.priority = priority;
            this.highest = interval.high();
        }

        private Node updated() {
            highest = interval.high();
            highest = left == null ? highest : max(highest, left.highest);
            highest = right == null ? highest : max(highest, right.highest);
            return this;
        }

        private int compare(Interval otherInterval, LiveQuery otherOwner) {
            int low = interval.low().compareTo(otherInterval.low());
            int high = low != 0 ? low : interval.high().compareTo(otherInterval.high());
            return high != 0 ? high : Long.compare(owner.number(), otherOwner.number());
        }
    }

    private final SplittableRandom random = new SplittableRandom(1);
    private @Nullable Node root;

    /** The same interval of the same owner must not be there yet. */
    void add(Interval interval, LiveQuery owner) {
        root = insert(root, new Node(interval, owner, random.nextInt()));
    }

    void remove(Interval interval, LiveQuery owner) {
        root = delete(root, interval, owner);
    }

    void find(OrderedKey key, Consumer<LiveQuery> found) {
        find(root, key, found);
    }

    boolean isEmpty() {
        return root == null;
    }

    private static void find(@Nullable Node node, OrderedKey key, Consumer<LiveQuery> found) {
        if (node == null || node.highest.compareTo(key) <= 0) {
            return;
        }
        find(node.left, key, found);
        if (node.interval.low().compareTo(key) <= 0) {
            if (node.interval.contains(key)) {
                found.accept(node.owner);
            }
            find(node.right, key, found);
        }
    }

    private static Node insert(@Nullable Node node, Node added) {
        if (node == null) {
            return added;
        }
        if (added.priority > node.priority) {
            split(node, added);
            return added.updated();
        }
        if (node.compare(added.interval, added.owner) > 0) {
            node.left = insert(node.left, added);
        } else {
            node.right = insert(node.right, added);
        }
        return node.updated();
    }

    /** Hangs the nodes below one that is to stand above them. */
    private static void split(@Nullable Node node, Node above) {
        if (node == null) {
            above.left = null;
            above.right = null;
        } else if (node.compare(above.interval, above.owner) > 0) {
            split(node.left, above);
            node.left = above.right;
            above.right = node.updated();
        } else {
            split(node.right, above);
            node.right = above.left;
            above.left = node.updated();
        }
    }

    private static @Nullable Node delete(@Nullable Node node, Interval interval, LiveQuery owner) {
        if (node == null) {
            return null;
        }
        int order = node.compare(interval, owner);
        if (order == 0) {
            return merge(node.left, node.right);
        }
        if (order > 0) {
            node.left = delete(node.left, interval, owner);
        } else {
            node.right = delete(node.right, interval, owner);
        }
        return node.updated();
    }

    private static @Nullable Node merge(@Nullable Node left, @Nullable Node right) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        if (left.priority > right.priority) {
            left.right = merge(left.right, right);
            return left.updated();
        }
        right.left = merge(left, right.left);
        return right.updated();
    }

    private static OrderedKey max(OrderedKey one, OrderedKey other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
