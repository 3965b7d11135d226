package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.ValueFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the header {@code Convex-Client} says: {@code npm-1.48.0}. */
record ClientVersion(String name, int[] version) {

    private static final Pattern SHAPE = Pattern.compile("(.+?)-(\\d+)\\.(\\d+)\\.(\\d+)([-+].*)?");

    private static final Set<String> LOSSLESS =
            Set.of("npm", "npm-cli", "python", "python-convex", "actions", "rust", "dashboard", "swift", "kotlin");

    /** The newest versions that are too old. */
    private static final Map<String, int[]> UNSUPPORTED =
            Map.of("npm", new int[] {0, 19, 1}, "python", new int[] {0, 0, 2}, "rust", new int[] {0, 0, 1});

    private static final int[] FIRST_WITH_CHUNKS = {1, 28, 0};

    /** @throws Refusal 400 for a text that names no version, and for a client that is too old */
    static Optional<ClientVersion> of(Optional<String> header) {
        return header.map(text -> {
            Matcher parts = SHAPE.matcher(text);
            if (!parts.matches()) {
                throw Refusal.badRequest(
                        "InvalidClientVersion",
                        "The header Convex-Client must look like `name-1.2.3`, not `" + text + "`");
            }
            int[] version = {number(parts.group(2)), number(parts.group(3)), number(parts.group(4))};
            String name = parts.group(1).toLowerCase(Locale.ROOT);
            int[] tooOld = UNSUPPORTED.get(name);
            if (tooOld != null && Arrays.compare(version, tooOld) <= 0) {
                throw Refusal.badRequest(
                        "ClientVersionUnsupported", "The Convex client " + text + " is too old. Please upgrade it.");
            }
            return new ClientVersion(name, version);
        });
    }

    /** How values are written for a client that did not say. */
    static ValueFormat defaultFormat(Optional<ClientVersion> client) {
        return client.filter(known -> LOSSLESS.contains(known.name)).isPresent()
                ? ValueFormat.ENCODED
                : ValueFormat.CLEAN;
    }

    /**
     * Who opens a WebSocket: the header says it, else the version in the path is the npm client's.
     *
     * @throws Refusal 400 when the path's version is none
     */
    static Optional<ClientVersion> ofSocket(Optional<String> header, Optional<String> pathVersion) {
        Optional<ClientVersion> byPath = of(pathVersion.map(version -> "npm-" + version));
        return of(header).or(() -> byPath);
    }

    /** Whether the client puts a large Transition together from pieces. */
    boolean takesChunks() {
        return name.equals("npm") && Arrays.compare(version, FIRST_WITH_CHUNKS) >= 0;
    }

    /** Whether log lines are wanted as objects instead of text. */
    static boolean wantsStructuredLogs(Optional<ClientVersion> client) {
        return client.filter(known -> known.name.equals("npm-cli") || known.name.equals("dashboard"))
                .isPresent();
    }

    private static int number(String digits) {
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
}
