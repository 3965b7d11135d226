package dev.lockstep.project;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.project.Visit.ChangingEditor;
import dev.lockstep.project.Visit.Viewer;
import dev.lockstep.project.code.LeavingImports;
import dev.lockstep.project.server.CodeFolder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;

/** The door to a project's code: members read it, editors change it. What is saved is pushed by a running dev server. */
@Service
public class CodeFiles {

    static final ProblemCode CHANGED = new ProblemCode("FileChanged");

    private static final Pattern NAME =
            Pattern.compile("convex/(?:[A-Za-z0-9_-]+/){0,8}[A-Za-z0-9_-]+(?:\\.config)?\\.(?:ts|tsx|js|jsx|json)");

    private final CodeFolder folder;

    CodeFiles(CodeFolder folder) {
        this.folder = folder;
    }

    /** Paths from the project's root, in order; what the tool generates is left out. */
    public List<String> list(Viewer viewer) {
        return folder.list(viewer.project());
    }

    public Optional<String> read(Viewer viewer, String path) {
        return folder.read(viewer.project(), checked(path));
    }

    /**
     * Keeps a file; a new one when there is none.
     *
     * @param before what the person began with: when somebody else has changed the file meanwhile, nothing is overwritten
     * @throws Problem when the name is none for code, an import leads out of the project, or somebody was quicker
     */
    public void write(ChangingEditor editor, String path, Optional<String> before, String text) {
        LeavingImports.refuse(checked(path), text);
        if (!folder.write(editor.project(), checked(path), before, text)) {
            throw new Problem(
                    CHANGED,
                    Problem.Kind.PERMANENT,
                    "Somebody has changed " + path + " meanwhile, so yours was not saved over it.",
                    "Copy your text, open the file again, and put your change into it.",
                    Problem.Words.with(path));
        }
    }

    public void delete(ChangingEditor editor, String path) {
        folder.delete(editor.project(), checked(path));
    }

    private static String checked(String path) {
        if (!NAME.matcher(path).matches()) {
            throw new Problem(
                    new ProblemCode("BadFileName"),
                    Problem.Kind.PERMANENT,
                    "\"" + path + "\" is no name for a file of functions.",
                    "Names are like convex/messages.ts: below convex, letters, digits, - and _, and .ts, .tsx, .js, .jsx or"
                            + " .json at the end.",
                    Problem.Words.with(path));
        }
        return path;
    }
}
