package dev.lockstep.sandbox.local.folder;

import java.io.IOException;
import java.nio.file.Path;

/** What lies where of one project. */
public record ProjectFolder(Path path) {

    public Path files() {
        return path.resolve("files");
    }

    public Path drafts() {
        return path.resolve("drafts");
    }

    /** The processes' own home, so that they see nobody else's settings. */
    public Path home() {
        return path.resolve("home");
    }

    public Path temporary() {
        return path.resolve("tmp");
    }

    public Path runs(String name) {
        return runs().resolve(name);
    }

    public Path runs() {
        return path.resolve("runs");
    }

    public void make() throws IOException {
        for (Path folder : new Path[] {path, files(), home(), temporary(), runs()}) {
            FileTree.makePrivate(folder);
        }
    }
}
