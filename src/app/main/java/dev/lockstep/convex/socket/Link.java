package dev.lockstep.convex.socket;

/** One WebSocket to a deployment, used once. */
interface Link {

    /** Hears of the socket, from any thread; after {@code ended} nothing comes any more. */
    interface Listener {

        void opened();

        void received(String text);

        /** @param reason the close reason of the deployment, or what the network said */
        void ended(String reason);
    }

    /** Makes links. */
    @FunctionalInterface
    interface Factory {

        /** Returns at once; the listener hears what becomes of it. */
        Link open(Listener listener);
    }

    /** Queues a text; whether it was taken. */
    boolean send(String text);

    /** Ends it; the listener need not hear of that. */
    void close();
}
