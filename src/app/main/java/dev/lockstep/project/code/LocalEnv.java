package dev.lockstep.project.code;

import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.sandbox.process.FileMode;
import dev.lockstep.sandbox.process.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The project's {@code .env.local}: the deployment's public address, which frontends read. The key is never in it; the dev
 * server gets that in its environment. Lines that are not ours stay as they are, comments and order included.
 */
public final class LocalEnv {

    public static final String PATH = ".env.local";

    private static final String URL = "CONVEX_URL";

    /** What the tool would take instead of what it is told, and what would lead a push to another deployment. */
    private static final Set<String> MISLEADING = Set.of(
            "CONVEX_DEPLOYMENT",
            "CONVEX_DEPLOY_KEY",
            "CONVEX_DEPLOYMENT_TOKEN",
            "CONVEX_SELF_HOSTED_URL",
            "CONVEX_SELF_HOSTED_ADMIN_KEY");

    private static final Set<String> OURS = Set.of(URL, "CONVEX_SITE_URL");

    private LocalEnv() {}

    /** Makes it lead to this deployment, and reads it back. */
    public static void write(Sandbox sandbox, ConvexDeployment deployment) {
        String wanted = leading(sandbox.read(PATH).orElse(""), deployment.url().toString());
        sandbox.write(PATH, wanted, FileMode.PRIVATE);
        if (!sandbox.read(PATH).orElse("").equals(wanted)) {
            throw new IllegalStateException("Bug: " + PATH + " is not what was written");
        }
    }

    /** Takes out what leads to a deployment; a file that held nothing else goes. */
    public static void forget(Sandbox sandbox) {
        sandbox.read(PATH).ifPresent(text -> {
            String left = without(text, OURS);
            if (left.isBlank()) {
                sandbox.delete(PATH);
            } else {
                sandbox.write(PATH, left, FileMode.PRIVATE);
            }
        });
    }

    static String leading(String now, String url) {
        List<String> lines = new ArrayList<>();
        boolean written = false;
        for (String line : now.isEmpty() ? List.<String>of() : List.of(now.split("\n", -1))) {
            String name = name(line);
            if (MISLEADING.contains(name)) {
                continue;
            }
            if (name.equals(URL)) {
                if (!written) {
                    lines.add(URL + "=" + url);
                }
                written = true;
            } else {
                lines.add(line);
            }
        }
        if (!written) {
            if (!lines.isEmpty() && lines.getLast().isEmpty()) {
                lines.removeLast();
            }
            lines.add(URL + "=" + url);
            lines.add("");
        }
        return String.join("\n", lines);
    }

    static String without(String now, Set<String> names) {
        return String.join(
                "\n",
                List.of(now.split("\n", -1)).stream()
                        .filter(line -> !names.contains(name(line)))
                        .toList());
    }

    /** The variable that a line sets; empty for comments and everything else. */
    private static String name(String line) {
        String text = line.strip();
        if (text.startsWith("export ")) {
            text = text.substring("export ".length()).strip();
        }
        int equals = text.indexOf('=');
        return equals < 1 || text.startsWith("#")
                ? ""
                : text.substring(0, equals).strip();
    }
}
