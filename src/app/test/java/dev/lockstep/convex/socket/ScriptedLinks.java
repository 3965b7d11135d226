package dev.lockstep.convex.socket;

import dev.lockstep.convex.wire.ClientMessage;
import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.convex.wire.WireCodec;
import java.util.ArrayList;
import java.util.List;

/** Sockets that do what a test says. */
final class ScriptedLinks implements Link.Factory {

    static final class Scripted implements Link {
        private final Listener listener;
        final List<ClientMessage> said = new ArrayList<>();
        boolean closed;

        Scripted(Listener listener) {
            this.listener = listener;
        }

        @Override
        public boolean send(String text) {
            said.add(WireCodec.decodeClient(text));
            return true;
        }

        @Override
        public void close() {
            closed = true;
        }

        Scripted opens() {
            listener.opened();
            return this;
        }

        void says(ServerMessage message) {
            listener.received(WireCodec.encode(message));
        }

        void ends(String reason) {
            listener.ended(reason);
        }

        <T extends ClientMessage> List<T> said(Class<T> kind) {
            return said.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    private final List<Scripted> links = new ArrayList<>();

    @Override
    public Link open(Link.Listener listener) {
        var link = new Scripted(listener);
        links.add(link);
        return link;
    }

    int count() {
        return links.size();
    }

    Scripted last() {
        return links.getLast();
    }
}
