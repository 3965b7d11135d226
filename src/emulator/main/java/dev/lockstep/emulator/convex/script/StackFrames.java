package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.PushedModule;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The frames of an error in the developer's own files: bundle positions looked up in the source maps. */
public final class StackFrames {

    private static final Pattern FRAME =
            Pattern.compile("\\s*at (?:(.*) \\()?(?:file://)?/convex/([^:()]+):(\\d+):(\\d+)\\)?");
    private static final int MAX_FRAMES = 16;

    private StackFrames() {}

    /** Lines {@code     at handler (../convex/messages.ts:10:4)}; empty when no frame is the app's. */
    public static String of(String stack, CodeVersion code) {
        var frames = new ArrayList<String>();
        for (String line : stack.split("\n")) {
            Matcher frame = FRAME.matcher(line);
            if (frame.matches() && frames.size() < MAX_FRAMES) {
                String function = frame.group(1) == null ? "<anonymous>" : frame.group(1);
                String place =
                        place(frame.group(2), Integer.parseInt(frame.group(3)), Integer.parseInt(frame.group(4)), code);
                frames.add("    at " + function + " (" + place + ")");
            }
        }
        return String.join("\n", frames);
    }

    private static String place(String path, int line, int column, CodeVersion code) {
        PushedModule module = code.modules().get(path);
        String generated = "../convex/" + path + ":" + line + ":" + column;
        if (module == null || module.sourceMap().isEmpty()) {
            return generated;
        }
        return SourceMap.parse(module.sourceMap()).original(line, column).orElse(generated);
    }
}
