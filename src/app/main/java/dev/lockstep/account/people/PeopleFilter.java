package dev.lockstep.account.people;

/**
 * Which people are listed, and in which order.
 *
 * @param text part of a name, a username, an e-mail address or an id, in any case; blank for all
 */
public record PeopleFilter(String text, Show show, Order order) {

    /** More than that nobody types; the rest is left out. */
    private static final int LONGEST = 200;

    /** Everybody, the memory of the deleted included. */
    public static final PeopleFilter ALL = new PeopleFilter("", Show.ALL, Order.NEWEST);

    public PeopleFilter {
        String stripped = text.strip();
        text = stripped.substring(0, Math.min(stripped.length(), LONGEST));
    }

    /** What kind of people. */
    public enum Show {
        ALL,
        ADMINISTRATORS,
        BANNED,
        DELETED,
        /** Heard of from Clerk, and never here. */
        NEVER
    }

    /** Who comes first. */
    public enum Order {
        /** Who signed in last; those who never did come at the end. */
        NEWEST,
        NAME
    }

    /** Whether it shows all there are. */
    public boolean isOpen() {
        return text.isEmpty() && show == Show.ALL;
    }
}
