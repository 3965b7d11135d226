package dev.lockstep.project.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The file that frontends read the deployment's address from. */
class LocalEnvTest {

    private static final String URL = "https://happy-animal-123.convex.cloud";

    @Test
    void beginsAFile() {
        assertThat(LocalEnv.leading("", URL)).isEqualTo("CONVEX_URL=" + URL + "\n");
    }

    @Test
    void replacesAnotherDeploymentAndKeepsWhatIsNotOurs() {
        String before = """
                # Kept, with CONVEX_URL=in a comment
                VITE_TITLE="Field app"
                export CONVEX_URL=https://old.convex.cloud
                CONVEX_DEPLOY_KEY=prod:old|secret
                CONVEX_DEPLOYMENT=dev:old # team: t
                LAST=1
                """;

        assertThat(LocalEnv.leading(before, URL)).isEqualTo("""
                # Kept, with CONVEX_URL=in a comment
                VITE_TITLE="Field app"
                CONVEX_URL=%s
                LAST=1
                """.formatted(URL));
    }

    @Test
    void addsItsLineToAFileThatHasNone() {
        assertThat(LocalEnv.leading("A=1", URL)).isEqualTo("A=1\nCONVEX_URL=" + URL + "\n");
        assertThat(LocalEnv.leading("A=1\n", URL)).isEqualTo("A=1\nCONVEX_URL=" + URL + "\n");
    }

    @Test
    void takesOutOnlyItsOwn() {
        assertThat(LocalEnv.without("A=1\nCONVEX_URL=x\nB=2\n", Set.of("CONVEX_URL")))
                .isEqualTo("A=1\nB=2\n");
    }
}
