package dev.lockstep.project;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import java.net.URI;
import java.util.Locale;

/** Reads what people paste as the address of and the key to their own deployment. */
final class SelfHosted {

    private static final int LONGEST_KEY = 2000;
    private static final int HIGHEST_PORT = 65_535;
    private static final char DELETE = 0x7f;

    private SelfHosted() {}

    /** @throws Problem when it is no deployment's address, with what it seems to be instead */
    static URI url(String pasted) {
        String text = pasted.strip();
        if (text.contains("dashboard.convex.dev")) {
            throw bad(
                    "url",
                    "That is the address of Convex's dashboard, not of a deployment.",
                    "In the dashboard, open Settings → URL & deploy key, and copy the deployment URL"
                            + " (https://….convex.cloud).");
        }
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw notAnAddress();
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        boolean bare = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
        if (!http || uri.getHost() == null || !bare || uri.getPort() > HIGHEST_PORT) {
            throw notAnAddress();
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.endsWith(".convex.site")) {
            throw bad(
                    "url",
                    "That is the address of the deployment's HTTP actions.",
                    "Take the one that ends in .convex.cloud.");
        }
        if (uri.getPath() != null && !uri.getPath().isEmpty() && !uri.getPath().equals("/")) {
            throw bad("url", "A deployment's address has no path.", "Take it without \"" + uri.getPath() + "\".");
        }
        int port = uri.getPort();
        return URI.create(uri.getScheme() + "://" + host + (port < 0 ? "" : ":" + port));
    }

    /** @throws Problem when it cannot be a key; the text is never repeated */
    static Secret key(String pasted) {
        String text = pasted.strip();
        int bar = text.indexOf('|');
        // What goes into a header: neither blanks nor line ends nor letters beyond ASCII.
        boolean sendable = text.chars().allMatch(c -> c > ' ' && c < DELETE);
        if (bar < 1 || bar == text.length() - 1 || text.length() > LONGEST_KEY || !sendable) {
            throw bad(
                    "key",
                    "That is not an admin key: it has a name, a bar and a long text, my-deployment|0123….",
                    "Copy the whole key from where you host the deployment, or a deploy key from the dashboard.");
        }
        return Secret.of(text);
    }

    /** The deployment answered that it is not opened by this. */
    static Problem refusedKey() {
        return bad(
                "key",
                "The deployment does not accept this key.",
                "Copy the key of this very deployment; another one's opens nothing here, nor does one that was deleted.");
    }

    /** The deployment is where this server calls nothing for its users. */
    static Problem refusedAddress(Problem why) {
        return bad("url", why.sentence(), why.nextStep());
    }

    private static Problem notAnAddress() {
        return bad(
                "url",
                "The deployment URL must be an http or https address, like https://happy-animal-123.convex.cloud.",
                "Copy it from the dashboard, or from where you host the deployment.");
    }

    private static Problem bad(String field, String sentence, String next) {
        return FieldProblem.at(field, new ProblemCode("BadDeployment"), sentence, next);
    }
}
