package dev.lockstep.project.code;

import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A project's code in a second sandbox. A machine in the cloud is gone with its files some minutes after it was used last,
 * so that the code is kept on this machine where that can be, and brought there before each run.
 */
public final class CodeCopy {

    private static final String ROOT = "convex";
    private static final int DEEPEST = 8;
    private static final int MOST = 500;

    /** What belongs to the code beside the folder. */
    private static final List<String> BESIDE =
            List.of("package.json", "package-lock.json", "convex.json", "tsconfig.json", ".gitignore");

    private CodeCopy() {}

    /** Makes the code there what it is here: what is not here goes. */
    public static void bring(Sandbox here, Sandbox there) {
        Map<String, String> files = new LinkedHashMap<>();
        List<String> paths = new ArrayList<>(BESIDE);
        paths.addAll(paths(here));
        paths.forEach(path -> here.read(path).ifPresent(text -> files.put(path, text)));
        for (String path : paths(there)) {
            if (!files.containsKey(path)) {
                there.delete(path);
            }
        }
        there.write(files);
    }

    /** @throws dev.lockstep.core.Problem when a file imports something outside of the project's folder */
    public static void refuseLeavingImports(Sandbox sandbox) {
        for (String path : paths(sandbox)) {
            sandbox.read(path).ifPresent(text -> LeavingImports.refuse(path, text));
        }
    }

    /** At most {@value #MOST} files of code, in order; what the tool generates is left out. */
    public static List<String> paths(Sandbox sandbox) {
        var found = new ArrayList<String>();
        collect(sandbox, ROOT, 0, found);
        return found;
    }

    private static void collect(Sandbox sandbox, String folder, int depth, List<String> found) {
        for (SandboxFile file : sandbox.list(folder)) {
            boolean generated = file.path().equals(ROOT + "/_generated");
            if (file.type() == SandboxFile.Type.FILE && found.size() < MOST) {
                found.add(file.path());
            } else if (file.type() == SandboxFile.Type.FOLDER && depth < DEEPEST && !generated) {
                collect(sandbox, file.path(), depth + 1, found);
            }
        }
    }
}
