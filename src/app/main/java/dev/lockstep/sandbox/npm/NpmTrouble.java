package dev.lockstep.sandbox.npm;

import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.LogLine;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a sentence of what npm said when it failed. */
final class NpmTrouble {

    private static final Pattern SAID = Pattern.compile("npm (?:error|ERR!) (.+)");
    private static final Pattern OFFLINE = Pattern.compile(
            "ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR");

    private NpmTrouble() {}

    static SandboxProblem of(Exit exit, List<LogLine> lines) {
        List<String> said = lines.stream()
                .map(LogLine::text)
                .map(SAID::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .toList();
        return switch (exit) {
            case Exit.TimedOut timedOut ->
                SandboxProblem.passing(
                        SandboxProblem.NPM_SLOW,
                        "npm did not finish within " + timedOut.limit().toMinutes() + " minutes.");
            case Exit.Finished finished
            when said.stream().anyMatch(text -> OFFLINE.matcher(text).find()) ->
                SandboxProblem.passing(
                        SandboxProblem.NPM_OFFLINE,
                        "npm could not reach its registry. Is this machine offline, or behind a proxy?");
            case Exit.Finished finished ->
                SandboxProblem.lasting(
                        SandboxProblem.NPM_FAILED,
                        "npm failed: "
                                + said.stream()
                                        .filter(text -> !text.startsWith("code "))
                                        .findFirst()
                                        .orElse(exit.sentence()),
                        "Change package.json as it says, then install again.");
            case Exit.Stopped stopped -> unfinished(stopped);
            case Exit.OutOfMemory outOfMemory -> unfinished(outOfMemory);
            case Exit.Abandoned abandoned -> unfinished(abandoned);
            case Exit.Lost lost -> unfinished(lost);
        };
    }

    private static SandboxProblem unfinished(Exit exit) {
        return SandboxProblem.passing(SandboxProblem.NPM_FAILED, "npm did not finish. " + exit.sentence());
    }
}
