package dev.lockstep.sandbox.e2b;

import dev.lockstep.core.Backoff;
import dev.lockstep.sandbox.e2b.wire.ControlPlane;
import dev.lockstep.sandbox.e2b.wire.Envd;
import dev.lockstep.sandbox.e2b.wire.Http;
import dev.lockstep.sandbox.e2b.wire.Machine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;

/**
 * What all cloud sandboxes share.
 *
 * @param addresses where a machine's envd is
 * @param life how long a machine lives when nobody extends its time
 * @param timer says when; what is due is done on the threads
 * @param threads one for each process that is followed, and for what is due
 * @param retry between two tries to follow a process again
 */
record E2bSurroundings(
        Http http,
        ControlPlane control,
        Function<Machine, HttpUrl> addresses,
        Duration life,
        Clock clock,
        ScheduledExecutorService timer,
        Executor threads,
        Backoff retry,
        RandomGenerator random) {

    Envd envd(Machine machine) {
        return new Envd(http, machine, addresses.apply(machine));
    }
}
