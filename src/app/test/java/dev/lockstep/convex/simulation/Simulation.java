package dev.lockstep.convex.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.wire.ClientMessage.Token;
import dev.lockstep.convex.wire.ServerMessage.Transition;
import dev.lockstep.convex.wire.Timestamp;
import dev.lockstep.convex.wire.WireCodec;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * One life of a client, drawn from a seed: people who subscribe, write and sign in; others who write; a wire that is
 * slow, says things twice and breaks. Ends with a healed wire and judges what is left.
 *
 * <p>Holds the wire and the deployment's end of the socket; does not hold clocks or threads, so a seed is a life.
 */
final class Simulation {

    private static final int STEPS = 400;
    private static final int HEALING_STEPS = 200;
    private static final List<String> CLOSE_REASONS = List.of("CommitterFullError", "InactiveServer", "Restart");

    private final RandomGenerator random;
    private final History history = new History();
    private final Session session = new Session(history);
    private final Player player;
    private final Crowd crowd;
    private Optional<SimulatedSocket> socket = Optional.empty();
    private Wire wire = new Wire();

    private Simulation(long seed, Player player) {
        this.random = new Random(seed);
        this.player = player;
        this.crowd = new Crowd(player, history, random);
    }

    /** @throws AssertionError when the client broke a rule, with what it broke */
    static void run(long seed, Player player) {
        var simulation = new Simulation(seed, player);
        for (int i = 0; i < STEPS; i++) {
            simulation.step();
        }
        simulation.heal();
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 14) {
            crowd.act();
        } else if (dice < 20) {
            history.write("log" + random.nextInt(3), "o" + dice);
        } else if (dice < 40) {
            deliverToDeployment();
        } else if (dice < 55) {
            transition();
        } else if (dice < 70) {
            deploymentSays();
        } else if (dice < 92) {
            deliverToClient();
        } else if (dice < 94) {
            wire.repeatAnAnswer(random);
        } else if (dice < 95) {
            socket.filter(SimulatedSocket::isSomebody).ifPresent(SimulatedSocket::expire);
        } else if (dice < 96) {
            wire.loseAPiece(random);
        } else if (dice < 98) {
            cut(CLOSE_REASONS.get(random.nextInt(CLOSE_REASONS.size())));
        }
        if (socket.isEmpty() && random.nextInt(5) == 0) {
            connect();
        }
        collect();
    }

    private void connect() {
        session.socketOpened();
        socket = Optional.of(new SimulatedSocket(history, session));
        wire = new Wire();
        crowd.showing(Timestamp.ZERO);
        player.opened();
    }

    private void collect() {
        var messages = player.drain();
        assertThat(socket.isPresent() || messages.isEmpty())
                .as("nothing is said without a socket")
                .isTrue();
        messages.forEach(message -> wire.toDeployment().add(WireCodec.encode(message)));
    }

    private void deliverToDeployment() {
        socket.ifPresent(open -> Optional.ofNullable(wire.toDeployment().poll())
                .ifPresent(text -> open.receive(WireCodec.decodeClient(text))));
    }

    private void transition() {
        history.tick();
        socket.filter(SimulatedSocket::talking).ifPresent(SimulatedSocket::transition);
    }

    private void deploymentSays() {
        socket.ifPresent(open -> {
            Optional.ofNullable(open.out().poll()).ifPresent(sent -> wire.send(sent, random));
        });
    }

    private void deliverToClient() {
        if (socket.isEmpty()) {
            return;
        }
        Optional<Wire.Parcel> next = wire.next();
        if (next.isEmpty()) {
            if (socket.get().refused() && socket.get().out().isEmpty()) {
                cut("AuthUpdateFailed");
            }
            return;
        }
        Wire.Parcel parcel = next.get();
        if (parcel.last() && parcel.whole() instanceof Transition transition) {
            crowd.showing(transition.end().ts());
        }
        Optional<String> trouble = player.received(parcel.text());
        if (trouble.isPresent()) {
            cut(trouble.get());
            return;
        }
        if (parcel.last()) {
            session.delivered(parcel.whole());
            if (parcel.whole() instanceof Transition) {
                crowd.sees(parcel.snapshot());
            }
        }
    }

    /** What was under way to the client is lost; the deployment may still have heard what was under way to it. */
    private void cut(String reason) {
        socket.ifPresent(open -> {
            int heard = random.nextInt(wire.toDeployment().size() + 1);
            for (int i = 0; i < heard; i++) {
                deliverToDeployment();
            }
            socket = Optional.empty();
            wire = new Wire();
            session.socketClosed(reason);
            player.closed(reason);
        });
    }

    private void heal() {
        crowd.authenticate(new Token.User("ada.last"));
        for (int i = 0; i < HEALING_STEPS && !crowd.isSettled(i); i++) {
            collect();
            if (socket.isEmpty()) {
                connect();
                collect();
            }
            while (!wire.toDeployment().isEmpty()) {
                deliverToDeployment();
            }
            transition();
            while (socket.isPresent() && (!socket.get().out().isEmpty() || !wire.isSilent())) {
                deploymentSays();
                deliverToClient();
                collect();
                while (!wire.toDeployment().isEmpty()) {
                    deliverToDeployment();
                }
            }
            deliverToClient();
        }
        crowd.judge("ada");
    }
}
