package dev.lockstep.sandbox.e2b;

import dev.lockstep.sandbox.e2b.wire.ConnectError;
import dev.lockstep.sandbox.e2b.wire.Envd;
import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxFile;
import dev.lockstep.sandbox.process.SandboxPath;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The files of one project in its machine. Only writing makes a machine. */
final class E2bFiles {

    private final Lease lease;

    E2bFiles(Lease lease) {
        this.lease = lease;
    }

    private interface Work<T> {
        T run() throws ConnectError;
    }

    /** Forgets the machine when it turns out to be gone. */
    private <T> T with(Envd envd, Work<T> work) {
        try {
            return work.run();
        } catch (ConnectError e) {
            throw Lease.refused(e);
        } catch (SandboxProblem problem) {
            if (problem.code().equals(SandboxProblem.GONE)) {
                lease.forget(envd);
            }
            throw problem;
        }
    }

    private <T> T ifThere(T otherwise, Function<Envd, Work<T>> work) {
        return lease.existing().map(envd -> with(envd, work.apply(envd))).orElse(otherwise);
    }

    static String absolute(SandboxPath path) {
        return path.parts().isEmpty() ? Lease.ROOT : Lease.ROOT + "/" + path;
    }

    void write(SandboxPath path, byte[] content) {
        Envd envd = lease.required();
        with(envd, () -> {
            boolean same = envd.read(absolute(path))
                    .filter(there -> Arrays.equals(there, content))
                    .isPresent();
            if (!same) {
                envd.write(absolute(path), content);
            }
            return null;
        });
    }

    Optional<String> read(SandboxPath path) {
        return ifThere(
                Optional.empty(),
                envd -> () -> envd.read(absolute(path)).map(content -> {
                    if (content.length > Sandbox.LARGEST_FILE) {
                        throw SandboxProblem.tooLarge(path.toString());
                    }
                    return new String(content, StandardCharsets.UTF_8);
                }));
    }

    List<SandboxFile> list(SandboxPath folder) {
        return ifThere(List.of(), envd -> () -> {
            try {
                return envd.call(
                                "filesystem.Filesystem/ListDir",
                                Envd.object().put("path", absolute(folder)).put("depth", 1))
                        .path("entries")
                        .valueStream()
                        .map(entry -> file(folder, entry))
                        .sorted(Comparator.comparing(SandboxFile::path))
                        .limit(Sandbox.MOST_ENTRIES)
                        .toList();
            } catch (ConnectError e) {
                if (e.is(ConnectError.NOT_FOUND)) {
                    return List.of();
                }
                throw e;
            }
        });
    }

    private static SandboxFile file(SandboxPath folder, JsonNode entry) {
        String name = entry.path("name").asString("");
        SandboxFile.Type type = switch (entry.path("type").asString("")) {
            case "FILE_TYPE_FILE" -> SandboxFile.Type.FILE;
            case "FILE_TYPE_DIRECTORY" -> SandboxFile.Type.FOLDER;
            default -> SandboxFile.Type.OTHER;
        };
        return new SandboxFile(
                folder.parts().isEmpty() ? name : folder + "/" + name,
                type,
                type == SandboxFile.Type.FILE ? entry.path("size").asLong(0) : 0,
                time(entry.path("modifiedTime").asString("")));
    }

    /** An older envd says nothing about time. */
    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    void delete(SandboxPath path) {
        ifThere(Optional.empty(), envd -> () -> {
            try {
                envd.call("filesystem.Filesystem/Remove", Envd.object().put("path", absolute(path)));
            } catch (ConnectError e) {
                if (!e.is(ConnectError.NOT_FOUND)) {
                    throw e;
                }
            }
            return Optional.empty();
        });
    }

    void rename(SandboxPath from, SandboxPath to) {
        Envd envd = lease.required();
        with(envd, () -> {
            if (isThere(envd, to)) {
                throw SandboxProblem.lasting(
                        SandboxProblem.PATH_REFUSED,
                        "'" + to + "' is taken.",
                        "Choose another name, or delete that first.");
            }
            return envd.call(
                    "filesystem.Filesystem/Move",
                    Envd.object().put("source", absolute(from)).put("destination", absolute(to)));
        });
    }

    private static boolean isThere(Envd envd, SandboxPath path) throws ConnectError {
        try {
            envd.call("filesystem.Filesystem/Stat", Envd.object().put("path", absolute(path)));
            return true;
        } catch (ConnectError e) {
            if (e.is(ConnectError.NOT_FOUND)) {
                return false;
            }
            throw e;
        }
    }
}
