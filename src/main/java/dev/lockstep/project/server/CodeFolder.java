package dev.lockstep.project.server;

import dev.lockstep.project.access.ProjectId;
import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The {@code convex} folder of a project, in the sandbox where its dev server runs. */
@Component
public class CodeFolder {

    private static final String ROOT = "convex";
    private static final int DEEPEST = 8;
    private static final int MOST = 500;

    private final DevServerRuns runs;
    private final Template template;

    // Two who save at one moment: the later one is compared with what the earlier one left.
    private final Map<ProjectId, Object> writing = new ConcurrentHashMap<>();

    CodeFolder(DevServerRuns runs, Template template) {
        this.runs = runs;
        this.template = template;
    }

    /** At most {@value #MOST} paths, in order. A project that has no code yet gets the files it begins with. */
    public List<String> list(ProjectId project) {
        Sandbox sandbox = runs.sandbox(project);
        if (sandbox.list(ROOT).isEmpty()) {
            template.write(sandbox);
        }
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

    public Optional<String> read(ProjectId project, String path) {
        return runs.sandbox(project).read(path);
    }

    /** @return false when the file is not as it was before; nothing is written then */
    public boolean write(ProjectId project, String path, Optional<String> before, String text) {
        synchronized (writing.computeIfAbsent(project, unknown -> new Object())) {
            Sandbox sandbox = runs.sandbox(project);
            if (!sandbox.read(path).equals(before)) {
                return false;
            }
            sandbox.write(Map.of(path, text));
            return true;
        }
    }

    public void delete(ProjectId project, String path) {
        runs.sandbox(project).delete(path);
    }
}
