package dev.lockstep.sandbox.local;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What all local sandboxes share.
 *
 * @param threads where listeners run, and what has to wait
 * @param inherited variables of the application that every process may see
 * @param freeBytes no process is started when the disk has less room
 * @param wall what processes are started behind; empty where there is none
 */
record Surroundings(
        Clock clock,
        Executor threads,
        Map<String, String> inherited,
        long freeBytes,
        Optional<LocalWall> wall,
        Attendant attendant) {}
