package dev.lockstep.convex.simulation;

import dev.lockstep.convex.wire.ClientMessage;
import dev.lockstep.convex.wire.ClientMessage.Authenticate;
import dev.lockstep.convex.wire.ClientMessage.Connect;
import dev.lockstep.convex.wire.ClientMessage.Modification.Add;
import dev.lockstep.convex.wire.ClientMessage.ModifyQuerySet;
import dev.lockstep.convex.wire.ClientMessage.Mutation;
import dev.lockstep.convex.wire.QueryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A rule of the protocol that a client could fail to keep. Each can be taken from a {@link MachinePlayer}, which then
 * says, or tells, what a client without the rule would.
 */
enum Rule {
    /** A new socket's Connect bears the session's name. */
    KEEPS_ITS_SESSION("the session's name stays") {
        @Override
        ClientMessage broken(ClientMessage message) {
            return message instanceof Connect(var id, long count, var reason, var seen, var clock)
                    ? new Connect(new UUID(id.getMostSignificantBits(), count), count, reason, seen, clock)
                    : message;
        }
    },
    COUNTS_ITS_SOCKETS("sockets are counted") {
        @Override
        ClientMessage broken(ClientMessage message) {
            return message instanceof Connect(var id, long count, var reason, var seen, var clock)
                    ? new Connect(id, 0, reason, seen, clock)
                    : message;
        }
    },
    SAYS_WHY_THE_LAST_SOCKET_CLOSED("why the last socket closed") {
        @Override
        ClientMessage broken(ClientMessage message) {
            return message instanceof Connect(var id, long count, var reason, var seen, var clock)
                    ? new Connect(id, count, Optional.of("InitialConnect"), seen, clock)
                    : message;
        }
    },
    SAYS_THE_NEWEST_TIMESTAMP("the newest timestamp seen") {
        @Override
        ClientMessage broken(ClientMessage message) {
            return message instanceof Connect(var id, long count, var reason, var seen, var clock)
                    ? new Connect(id, count, reason, Optional.empty(), clock)
                    : message;
        }
    },
    SIGNS_IN_ON_EACH_SOCKET("who:am") {
        @Override
        List<ClientMessage> greeting(List<ClientMessage> messages) {
            return messages.stream()
                    .filter(message -> !(message instanceof Authenticate))
                    .toList();
        }
    },
    COUNTS_IDENTITIES("Authenticate's base version") {
        @Override
        ClientMessage broken(ClientMessage message) {
            return message instanceof Authenticate(long base, var token) ? new Authenticate(0, token) : message;
        }
    },
    SUBSCRIBES_AGAIN("converges") {
        @Override
        List<ClientMessage> greeting(List<ClientMessage> messages) {
            return messages.stream()
                    .map(message -> message instanceof ModifyQuerySet(long base, long version, var all)
                            ? new ModifyQuerySet(base, version, List.of())
                            : message)
                    .toList();
        }
    },
    /** All at once: one at a time from version 0 is what broke a client of another language. */
    SUBSCRIBES_IN_ONE_MESSAGE("ModifyQuerySet's base version") {
        @Override
        List<ClientMessage> greeting(List<ClientMessage> messages) {
            return messages.stream()
                    .flatMap(message -> message instanceof ModifyQuerySet(long base, long version, var all)
                            ? all.stream().map(one -> new ModifyQuerySet(base, version, List.of(one)))
                            : Stream.of(message))
                    .toList();
        }
    },
    GIVES_JOURNALS_BACK("the journal of") {
        @Override
        ClientMessage broken(ClientMessage message) {
            return message instanceof ModifyQuerySet(long base, long version, var all)
                    ? new ModifyQuerySet(
                            base,
                            version,
                            all.stream()
                                    .map(one -> one instanceof Add(var id, var path, var args, var journal, var part)
                                            ? new Add(id, path, args, Optional.empty(), part)
                                            : one)
                                    .toList())
                    : message;
        }
    },
    NEVER_USES_A_QUERY_ID_TWICE("names one query") {
        @Override
        ClientMessage broken(ClientMessage message) {
            return message instanceof ModifyQuerySet(long base, long version, var all)
                    ? new ModifyQuerySet(
                            base,
                            version,
                            all.stream()
                                    .map(one -> one instanceof Add(var id, var path, var args, var journal, var part)
                                            ? new Add(new QueryId(id.value() % 8), path, args, journal, part)
                                            : one)
                                    .toList())
                    : message;
        }
    },
    SENDS_MUTATIONS_AGAIN("ends once") {
        @Override
        List<ClientMessage> greeting(List<ClientMessage> messages) {
            return messages.stream()
                    .filter(message -> !(message instanceof Mutation))
                    .toList();
        }
    },
    /** Without it a mutation that ran before the socket broke runs once more. */
    KEEPS_REQUEST_IDS("each write once"),
    KEEPS_THE_ORDER_OF_MUTATIONS("mutations keep their order") {
        @Override
        List<ClientMessage> greeting(List<ClientMessage> messages) {
            var turned = new ArrayList<>(messages);
            turned.removeIf(Mutation.class::isInstance);
            turned.addAll(messages.stream()
                    .filter(Mutation.class::isInstance)
                    .toList()
                    .reversed());
            return turned;
        }
    },
    CHECKS_VERSIONS("is of the snapshot"),
    ENDS_MUTATIONS_WHEN_THEY_CAN_BE_SEEN("is shown"),
    IGNORES_REPEATED_ANSWERS("ends once"),
    TELLS_OF_LOST_ACTIONS("ends once");

    private final String noticedAs;

    Rule(String noticedAs) {
        this.noticedAs = noticedAs;
    }

    /** What the simulation says when it meets a client without the rule. */
    String noticedAs() {
        return noticedAs;
    }

    /** What a client without the rule would say instead. */
    ClientMessage broken(ClientMessage message) {
        return message;
    }

    /** What a client without the rule would say first on a socket that is not its first. */
    List<ClientMessage> greeting(List<ClientMessage> messages) {
        return messages;
    }
}
