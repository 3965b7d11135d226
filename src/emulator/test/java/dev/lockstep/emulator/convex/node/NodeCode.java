package dev.lockstep.emulator.convex.node;

import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.schema.AppSchema;
import java.util.Map;

/** Pushed code with one action in Node, {@code n:act}. */
final class NodeCode {

    private NodeCode() {}

    /** @param body of the action, which may use {@code fs}, {@code os}, {@code spawnSync}, {@code require} and {@code told(work)} */
    static CodeVersion of(String body, Map<String, String> environment) {
        String source = """
                import fs from 'node:fs';
                import os from 'node:os';
                import { spawnSync } from 'node:child_process';
                import { createRequire } from 'node:module';
                const require = createRequire(import.meta.url);
                const told = async (work) => {
                  try { return String(await work()); } catch (e) { return (e.cause ?? e).message; }
                };
                const run = async () => { %s };
                export const act = { invokeAction: async () => JSON.stringify(await run()) };
                """.formatted(body);
        var module = new PushedModule("n.js", source, "", PushedModule.Environment.NODE);
        return new CodeVersion(ComponentPath.ROOT, Map.of("n.js", module), Map.of(), AppSchema.NONE, environment);
    }
}
