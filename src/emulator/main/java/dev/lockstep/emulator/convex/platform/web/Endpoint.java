package dev.lockstep.emulator.convex.platform.web;

/** What answers one route. Refusals it throws become {@code {code, message}}. */
@FunctionalInterface
public interface Endpoint {
    Reply answer(Request request);
}
