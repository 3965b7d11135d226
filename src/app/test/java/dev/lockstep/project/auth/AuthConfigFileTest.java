package dev.lockstep.project.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.project.auth.LineDiff.Change;
import dev.lockstep.project.auth.LineDiff.Line;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What becomes of a file that says whose sign-ins a project trusts. */
class AuthConfigFileTest {

    private static final String VARIABLE = AuthChoice.Clerk.VARIABLE;
    private static final String ENTRY = "{ domain: process.env.CLERK_JWT_ISSUER_DOMAIN!, applicationID: \"convex\" },";

    private static String trusting(String now) {
        return AuthConfigFile.trusting(Optional.of(now), VARIABLE);
    }

    @Test
    void writesTheWholeFileWhereItTrustsNobody() throws IOException {
        String fresh = AuthConfigFile.trusting(Optional.empty(), VARIABLE);
        try (InputStream file = Objects.requireNonNull(
                AuthConfigFile.class.getResourceAsStream("/dev/lockstep/project/template/convex/auth.config.ts"))) {
            String template = new String(file.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(fresh).contains(ENTRY).endsWith("} satisfies AuthConfig;\n");
            assertThat(trusting(template)).isEqualTo(fresh);
        }
        assertThat(trusting("export default { providers: [] };")).isEqualTo(fresh);
        assertThat(trusting("// providers: [\nexport default {\n  providers: [ /* none */ ],\n}"))
                .isEqualTo(fresh);
        assertThat(trusting(fresh)).isEqualTo(fresh);
    }

    @Test
    void keepsTheProvidersThatAreThere() {
        String mine = """
                // Ours: providers: [
                const name = "providers: [ // no comment";
                export default {
                  providers: [
                    { domain: "https://other.example", applicationID: "mine" },
                  ],
                };
                """;

        assertThat(trusting(mine)).isEqualTo(mine.replace("  providers: [\n", "  providers: [\n    " + ENTRY + "\n"));
        assertThat(trusting("export default {providers: [{domain: \"https://a.example\", applicationID: \"a\"}]}"))
                .isEqualTo("export default {providers: [\n    " + ENTRY
                        + "\n    {domain: \"https://a.example\", applicationID: \"a\"}]}");
    }

    @Test
    void seesThatAProviderIsThereAlreadyUnlessInAComment() {
        String there = "export default { providers: [{ domain: process.env['CLERK_JWT_ISSUER_DOMAIN'], applicationID:"
                + " \"convex\" }] };";
        String said =
                "export default { providers: [\n  // domain: process.env.CLERK_JWT_ISSUER_DOMAIN\n  other(),\n] };";

        assertThat(trusting(there)).isEqualTo(there);
        assertThat(trusting(said)).contains(ENTRY).contains("other()");
    }

    @Test
    void tellsAnIssuerThatACloudCannotAsk() {
        URI cloud = URI.create("https://happy-animal-123.convex.cloud");

        assertThat(plan("http://127.0.0.1:3212").isOutOfReachOf(cloud)).isTrue();
        assertThat(plan("http://[::1]:3212").isOutOfReachOf(cloud)).isTrue();
        assertThat(plan("http://127.0.0.1:3212").isOutOfReachOf(URI.create("http://127.0.0.1:3210")))
                .isFalse();
        assertThat(plan("https://happy.clerk.accounts.dev").isOutOfReachOf(cloud))
                .isFalse();
    }

    private static AuthPlan plan(String issuer) {
        return new AuthPlan(
                new AuthChoice.Clerk(issuer), Optional.empty(), "", List.of(VARIABLE), List.of(), List.of());
    }

    @Test
    void tellsWhatComesAndGoesByLines() {
        assertThat(LineDiff.between("a\nb\nc\n", "a\nx\nc\nd\n"))
                .containsExactly(
                        new Line(Change.STAYS, "a"),
                        new Line(Change.GOES, "b"),
                        new Line(Change.COMES, "x"),
                        new Line(Change.STAYS, "c"),
                        new Line(Change.COMES, "d"));
        assertThat(LineDiff.between("", "a")).containsExactly(new Line(Change.COMES, "a"));
        assertThat(LineDiff.between("a", "a")).containsExactly(new Line(Change.STAYS, "a"));
        String before = "1\n2\n3\n2\n1";
        String after = "2\n3\n1\n1";
        assertThat(without(Change.COMES, before, after)).isEqualTo(before);
        assertThat(without(Change.GOES, before, after)).isEqualTo(after);
    }

    private static String without(Change left, String before, String after) {
        return LineDiff.between(before, after).stream()
                .filter(line -> line.change() != left)
                .map(Line::text)
                .collect(Collectors.joining("\n"));
    }
}
