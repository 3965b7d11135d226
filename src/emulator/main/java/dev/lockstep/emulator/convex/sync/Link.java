package dev.lockstep.emulator.convex.sync;

/** The way to a client. Calls never wait; what is given is sent in the order it was given. */
public interface Link {

    /**
     * One message.
     *
     * @param type its {@code type}, for example {@code Transition}
     * @param delivered called once the message has left, on any thread; not called when the link closes before
     */
    record Outgoing(String type, String text, Runnable delivered) {

        static Outgoing of(String type, String text) {
            return new Outgoing(type, text, () -> {});
        }
    }

    void send(Outgoing message);

    /** Closes once all that was sent has left. */
    void close(Closing closing);
}
