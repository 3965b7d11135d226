package dev.lockstep.project.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.project.server.DevServer.Place;
import dev.lockstep.project.server.PushReader.News;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Convex's tool prints, as version 1.48 does it. */
class PushReaderTest {

    private final PushReader reader = new PushReader();

    @Test
    void knowsWhenAPushHasArrived() {
        assertThat(read(
                        "Saved CONVEX_URL and CONVEX_SITE_URL to .env.local",
                        "▌ Developing against deployment:",
                        "- Preparing Convex functions...",
                        "",
                        "✔ Added table indexes:",
                        "  [+] messages.by_author   author",
                        "✔ 16:09:22 Convex functions ready! (2.01s)",
                        "8/1/2026, 16:09:23 [CONVEX M(messages:send)] [LOG] 'Convex functions ready!'"))
                .containsExactly(
                        News.NOTHING,
                        News.NOTHING,
                        News.BEGUN,
                        News.NOTHING,
                        News.NOTHING,
                        News.NOTHING,
                        News.READY,
                        News.NOTHING);
    }

    @Test
    void keepsWhatABundlerSaysAndFindsThePlace() {
        assertThat(read(
                        "- Preparing Convex functions...",
                        "",
                        "✘ [ERROR] Expected identifier but found end of file",
                        "",
                        "    convex/messages.ts:19:0:",
                        "      19 │ "))
                .endsWith(News.FAILED, News.FAILED, News.FAILED, News.FAILED);
        assertThat(reader.trouble()).startsWith("✘ [ERROR] Expected").endsWith("19 │");
        assertThat(PushReader.place(reader.trouble())).contains(new Place("convex/messages.ts", 19));

        assertThat(read("- Preparing Convex functions...", "✔ 16:09:36 Convex functions ready! (1.09s)"))
                .containsExactly(News.BEGUN, News.READY);
        assertThat(reader.trouble()).isEmpty();
    }

    @Test
    void keepsWhatTheDeploymentRefuses() {
        read(
                "- Preparing Convex functions...",
                "✖ Error: Unable to start push to http://127.0.0.1:36199",
                "✖ Error fetching POST  http://127.0.0.1:36199/api/deploy2/start_push 400 : InvalidModules: Loading",
                "Failed to analyze messages.js: Uncaught Error: at load",
                "    at <anonymous> (../convex/messages.ts:18:7)");

        assertThat(reader.trouble()).contains("InvalidModules", "Uncaught Error: at load");
        assertThat(PushReader.place(reader.trouble())).contains(new Place("convex/messages.ts", 18));
    }

    @Test
    void leavesWhatFunctionsSayOutOfTheTrouble() {
        read("- Preparing Convex functions...", "✖ Error: Unable to start push to http://127.0.0.1:36199");

        assertThat(read("11/21/2026, 5:01:20 PM [CONVEX Q(messages:list)] [ERROR] '✖ mine'"))
                .containsExactly(News.NOTHING);
        assertThat(reader.trouble()).doesNotContain("mine");
    }

    private List<News> read(String... lines) {
        return List.of(lines).stream().map(reader::read).toList();
    }
}
