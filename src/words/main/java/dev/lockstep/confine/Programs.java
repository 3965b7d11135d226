package dev.lockstep.confine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Node and npm as they are installed, without what lies beside them: they may be in somebody's home.
 *
 * @param node the program itself, no link
 * @param npm npm's script itself, no link; empty where it is not needed
 */
public record Programs(Path node, Optional<Path> npm) {

    /** Follows the links of both. */
    public static Programs of(Path node, Optional<Path> npm) {
        return new Programs(real(node), npm.map(Programs::real));
    }

    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("The program " + program + " is gone", e);
        }
    }

    /** The names by which they are found, with what they stand for. */
    Map<String, Path> links() {
        Map<String, Path> links = new LinkedHashMap<>();
        links.put("node", node);
        npm.ifPresent(script -> {
            links.put("npm", script);
            Path npx = script.resolveSibling("npx-cli.js");
            if (Files.exists(npx)) {
                links.put("npx", npx);
            }
        });
        return links;
    }

    /** What has to be there for them: Node is one file, npm is a package of its own. */
    List<Path> installed() {
        List<Path> all = new ArrayList<>(List.of(node));
        npm.ifPresent(script -> {
            Path folder = script.getParent().getParent();
            all.add(folder != null && Files.exists(folder.resolve("package.json")) ? folder : script);
        });
        return all;
    }
}
