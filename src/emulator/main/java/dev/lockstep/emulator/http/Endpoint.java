package dev.lockstep.emulator.http;

/** What answers one route. Refusals it throws become {@code {code, message}}. */
@FunctionalInterface
public interface Endpoint {
    Reply answer(Request request);
}
