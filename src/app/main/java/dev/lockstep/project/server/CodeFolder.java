package dev.lockstep.project.server;

import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.code.CodeCopy;
import dev.lockstep.project.code.Template;
import dev.lockstep.sandbox.process.Sandbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The {@code convex} folder of a project. It is kept on this machine where that can be; while a dev server runs elsewhere,
 * what is saved goes there too.
 */
@Component
public class CodeFolder {

    private final DevServerRuns runs;
    private final Template template;

    // Two who save at one moment: the later one is compared with what the earlier one left.
    private final Map<ProjectId, Object> writing = new ConcurrentHashMap<>();

    CodeFolder(DevServerRuns runs, Template template) {
        this.runs = runs;
        this.template = template;
    }

    /** At most 500 paths, in order. A project that has no code yet gets the files it begins with. */
    public List<String> list(ProjectId project) {
        Sandbox sandbox = runs.home(project);
        List<String> found = CodeCopy.paths(sandbox);
        if (!found.isEmpty()) {
            return found;
        }
        template.write(sandbox);
        return CodeCopy.paths(sandbox);
    }

    public Optional<String> read(ProjectId project, String path) {
        return runs.home(project).read(path);
    }

    /** @return false when the file is not as it was before; nothing is written then */
    public boolean write(ProjectId project, String path, Optional<String> before, String text) {
        synchronized (writing.computeIfAbsent(project, unknown -> new Object())) {
            Sandbox home = runs.home(project);
            if (!home.read(path).equals(before)) {
                return false;
            }
            // First, so that what did not arrive there can be saved once more.
            runs.copy(project).ifPresent(copy -> copy.write(Map.of(path, text)));
            home.write(Map.of(path, text));
            return true;
        }
    }

    public void delete(ProjectId project, String path) {
        runs.copy(project).ifPresent(copy -> copy.delete(path));
        runs.home(project).delete(path);
    }
}
