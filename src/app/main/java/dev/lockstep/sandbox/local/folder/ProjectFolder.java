package dev.lockstep.sandbox.local;

import java.io.IOException;
import java.nio.file.Path;

/** What lies where of one project. */
record ProjectFolder(Path path) {

    Path files() {
        return path.resolve("files");
    }

    Path drafts() {
        return path.resolve("drafts");
    }

    /** The processes' own home, so that they see nobody else's settings. */
    Path home() {
        return path.resolve("home");
    }

    Path temporary() {
        return path.resolve("tmp");
    }

    Path runs(String name) {
        return runs().resolve(name);
    }

    Path runs() {
        return path.resolve("runs");
    }

    void make() throws IOException {
        for (Path folder : new Path[] {path, files(), home(), temporary(), runs()}) {
            FileTree.makePrivate(folder);
        }
    }
}
