package dev.lockstep.emulator.convex.http;

import java.io.IOException;

/** What answers one route. Refusals it throws become {@code {code, message}}. */
@FunctionalInterface
interface Endpoint {
    void answer(Exchange exchange) throws IOException;
}
