package dev.lockstep.emulator.http;

import java.io.IOException;

/** What answers one route. Refusals it throws become {@code {code, message}}. */
@FunctionalInterface
public interface Endpoint {

    /** @throws IOException when the request cannot be read, or what it asks for cannot */
    Reply answer(Request request) throws IOException;
}
