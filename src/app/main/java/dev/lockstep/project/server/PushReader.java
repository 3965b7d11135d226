package dev.lockstep.project.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from what Convex's tool prints how its pushes go:
 *
 * <pre>
 *   - Preparing Convex functions...
 *   ✔ 16:09:22 Convex functions ready! (2.01s)          it arrived
 *   ✘ [ERROR] Expected identifier but found end of file or it did not, and why, until the next push
 *       convex/messages.ts:19:0:
 *   ✖ Error fetching POST …start_push 400 : InvalidModules: …
 * </pre>
 *
 * Holds the lines of the last trouble. Not thread-safe.
 */
final class PushReader {

    private static final int MOST_LINES = 40;
    private static final Pattern READY = Pattern.compile("^✔ .*Convex functions ready!.*");
    private static final Pattern TROUBLE = Pattern.compile("^\\s*(✖|✘|\\[ERROR]|Error:|Unexpected Error:).*");
    private static final Pattern LOG = Pattern.compile("\\[CONVEX [A-Z]+\\(");
    /** The tool says {@code convex/a.ts:3:0}, Lockstep {@code convex/a.ts, line 3:}. */
    private static final Pattern PLACE =
            Pattern.compile("(?:^|[\\s(])(?:\\.\\./)*(convex/[\\w./-]+\\.[cm]?[jt]sx?)(?:, line |:)(\\d+):");

    private final List<String> trouble = new ArrayList<>();

    /** What a line says about a push. */
    enum News {
        NOTHING,
        BEGUN,
        READY,
        /** It failed, or there is more to say about that. */
        FAILED
    }

    News read(String line) {
        if (isLog(line)) {
            return News.NOTHING;
        }
        if (line.startsWith("- Preparing Convex functions")) {
            trouble.clear();
            return News.BEGUN;
        }
        if (READY.matcher(line).matches()) {
            trouble.clear();
            return News.READY;
        }
        boolean begins = TROUBLE.matcher(line).matches();
        if (!begins && trouble.isEmpty()) {
            return News.NOTHING;
        }
        if (trouble.size() < MOST_LINES) {
            trouble.add(line);
        }
        return News.FAILED;
    }

    /** Whether a function said it, not the tool. */
    static boolean isLog(String line) {
        return LOG.matcher(line).find();
    }

    /** What the tool said about the push that failed; empty lines at its ends left out. */
    String trouble() {
        return String.join("\n", trouble).strip();
    }

    /** Where the trouble is, when the tool or a {@link LeavingImports refusal} said so. */
    static Optional<DevServer.Place> place(String trouble) {
        Matcher place = PLACE.matcher(trouble);
        return place.find()
                ? Optional.of(new DevServer.Place(place.group(1), Integer.parseInt(place.group(2))))
                : Optional.empty();
    }
}
