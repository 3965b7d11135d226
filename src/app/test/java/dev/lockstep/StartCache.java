package dev.lockstep;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The JVM's own cache of loaded and linked classes (JEP 514), which halves what a start of the same process costs. Only
 * worth its making for many starts: that takes a minute and some 250 MB.
 */
final class StartCache {

    /** Each start on its own. */
    static final StartCache NONE = new StartCache(ChildRun.classPath(), List.of(), List.of());

    private final String classPath;
    private final List<String> making;
    private final List<String> using;

    private StartCache(String classPath, List<String> making, List<String> using) {
        this.classPath = classPath;
        this.making = making;
        this.using = using;
    }

    /** @param folder empty; it holds the cache and the classes it is made of, since a cache takes jars only */
    static StartCache in(Path folder) throws IOException {
        var jars = new ArrayList<String>();
        for (String part : new LinkedHashSet<>(List.of(ChildRun.classPath().split(File.pathSeparator)))) {
            if (part.isEmpty()) {
                // It stands for the working folder, which has no classes.
                continue;
            }
            Path path = Path.of(part);
            jars.add(Files.isDirectory(path) ? jar(path, folder.resolve(jars.size() + ".jar")) : part);
        }
        Path cache = folder.resolve("cache");
        return new StartCache(
                String.join(File.pathSeparator, jars),
                List.of("-XX:+UseSerialGC", "-XX:AOTCacheOutput=" + cache),
                List.of("-XX:+UseSerialGC", "-XX:AOTCache=" + cache, "-Xlog:disable", "-Xlog:all=error"));
    }

    /** For the run that the cache is made of, at its orderly end. */
    ChildRun.Jvm make() {
        return new ChildRun.Jvm(classPath, making);
    }

    ChildRun.Jvm use() {
        return new ChildRun.Jvm(classPath, using);
    }

    private static String jar(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (Path file : files.sorted().toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                if (Files.isRegularFile(file)) {
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(file, out);
                    out.closeEntry();
                } else if (!name.isEmpty()) {
                    out.putNextEntry(new JarEntry(name + "/"));
                    out.closeEntry();
                }
            }
        }
        return jar.toString();
    }
}
