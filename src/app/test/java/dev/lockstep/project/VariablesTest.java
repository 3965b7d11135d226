package dev.lockstep.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.ConvexSide;
import dev.lockstep.LockstepApp;
import dev.lockstep.ProjectPerson;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.convex.deployment.VariableChange;
import dev.lockstep.convex.deployment.VariableValue;
import dev.lockstep.core.EnvFile;
import dev.lockstep.core.Problem;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.auth.AuthChoice;
import dev.lockstep.project.auth.AuthConfigFile;
import dev.lockstep.project.auth.AuthPlan;
import dev.lockstep.project.variables.VariableDiff;
import dev.lockstep.sandbox.Sandboxes;
import dev.lockstep.sandbox.process.SandboxKind;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The environment variables of a project's deployment, on the emulated platform. */
@Tag("wire")
class VariablesTest {

    private final LockstepApp app = LockstepApp.shared();
    private final ConvexSide convex = new ConvexSide(app);
    private final Variables variables = app.bean(Variables.class);
    private final ProjectPerson mary = ProjectPerson.signUp(app, "Mary");
    private final ConvexSide.Made made = convex.make("local", "Prometheus");
    private final ProjectId project = mary.project("Frankenstein");

    private void connect() {
        app.bean(Connections.class).selfHosted(mary.at(project).toChangeAsOwner(), "" + made.url(), made.key());
    }

    @AfterEach
    void calm() throws Exception {
        convex.deploymentFault(made, "DELETE", "");
        app.calm();
        convex.clear("local");
    }

    @Test
    void appliesAFileAfterALookAndKeepsValuesFromViewers() {
        connect();
        var walton = ProjectPerson.signUp(app, "Walton");
        app.bean(Projects.class).admit(mary.id(), project, walton.id(), ProjectRole.VIEWER);
        set("KEPT", "1");
        set("CHANGED", "old");

        VariableDiff diff = variables.diff(
                mary.at(Target.of(project)).asEditor(),
                VariableValue.all(EnvFile.read("KEPT=1\nCHANGED='new'\nexport FRESH=\"two\nlines\"")
                        .values()));
        assertThat(diff.same()).containsExactly("KEPT");
        assertThat(diff.changed()).containsExactly("CHANGED");
        assertThat(diff.added()).containsExactly("FRESH");
        variables.change(mary.at(project).toChangeAsEditor(), diff.changes());

        assertThat(variables.names(walton.at(project).asViewer())).containsExactly("CHANGED", "FRESH", "KEPT");
        assertThat(value("FRESH")).isEqualTo("two\nlines");
        assertThatThrownBy(() -> variables.value(walton.at(Target.of(project)).asEditor(), "FRESH"))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> variables.change(walton.at(project).toChangeAsEditor(), diff.changes()))
                .isInstanceOf(Problem.class);
        variables.change(mary.at(project).toChangeAsEditor(), List.of(new VariableChange("CHANGED", Optional.empty())));
        assertThat(variables.names(mary.at(project).asViewer())).doesNotContain("CHANGED");
    }

    @Test
    void refusesAllWhenOneWillNotDo() {
        connect();

        assertThatThrownBy(() -> variables.change(
                        mary.at(project).toChangeAsEditor(),
                        List.of(change("GOOD", "1"), change("2BAD", "secret-value"))))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("2BAD")
                .hasMessageNotContaining("secret-value");
        assertThatThrownBy(() -> variables.change(
                        mary.at(project).toChangeAsEditor(), List.of(change("LONG", "x".repeat(9000)))))
                .hasMessageContaining("8 KB");
        assertThat(variables.names(mary.at(project).asViewer())).isEmpty();
    }

    @Test
    void makesKeysForConvexAuthOnceAndNeverHalfOfThem() throws Exception {
        connect();
        assertThatThrownBy(() -> variables.initializeConvexAuth(mary.at(project).toChangeAsEditor(), "localhost"))
                .hasMessageContaining("http");

        assertThat(variables.initializeConvexAuth(mary.at(project).toChangeAsEditor(), "https://app.example"))
                .containsExactlyInAnyOrder("JWKS", "JWT_PRIVATE_KEY", "SITE_URL");

        String pem = value("JWT_PRIVATE_KEY");
        JsonNode jwk = JsonMapper.shared().readTree(value("JWKS")).path("keys").get(0);
        var key = (RSAPrivateCrtKey) KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getMimeDecoder().decode(pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", ""))));
        assertThat(new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path("n").asString())))
                .isEqualTo(key.getModulus());
        assertThat(jwk.path("kid").asString()).hasSize(43);
        assertThat(variables.initializeConvexAuth(mary.at(project).toChangeAsEditor(), "https://other.example"))
                .isEmpty();
        assertThat(value("SITE_URL")).isEqualTo("https://app.example");
        assertThat(value("JWT_PRIVATE_KEY")).isEqualTo(pem);

        variables.change(mary.at(project).toChangeAsEditor(), List.of(new VariableChange("JWKS", Optional.empty())));
        assertThatThrownBy(() ->
                        variables.initializeConvexAuth(mary.at(project).toChangeAsEditor(), "https://app.example"))
                .hasMessageContaining("sign everybody out");
        assertThat(value("JWT_PRIVATE_KEY")).isEqualTo(pem);
    }

    /** The variable goes first and the file after it; whatever stands in the way of either is found before that. */
    @Test
    void setsUpSignInAfterALookAndOverwritesNobodysFile() throws Exception {
        Assumptions.assumeTrue(
                app.bean(Sandboxes.class).problem(SandboxKind.LOCAL).isEmpty(), "Skipped: needs Node and npm");
        connect();
        var setups = app.bean(AuthSetups.class);
        var files = app.bean(CodeFiles.class);
        String issuer = setups.usualIssuer(mary.at(project).asEditor());
        var clerk = new AuthChoice.Clerk(issuer);
        assertThat(issuer).isEqualTo(app.env("CLERK_ISSUER"));
        assertThatThrownBy(() -> setups.plan(mary.at(project).asEditor(), new AuthChoice.Clerk(app.web() + "/nothing")))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem ->
                                assertThat(problem.fields().getFirst().field()).isEqualTo("issuer"));

        AuthPlan plan = setups.plan(mary.at(project).asEditor(), clerk);
        assertThat(plan.added()).containsExactly("CLERK_JWT_ISSUER_DOMAIN");
        assertThat(plan.diff()).anyMatch(line -> line.text().contains("process.env.CLERK_JWT_ISSUER_DOMAIN!"));
        assertThat(files.list(mary.at(project).asViewer())).contains("convex/messages.ts");
        convex.deploymentFault(
                made, "POST", "{\"match\": \"update_environment_variables\", \"status\": 403, \"body\": \"{}\"}");
        assertThatThrownBy(() -> setups.apply(mary.at(project).toChangeAsEditor(), plan))
                .isInstanceOf(PlatformProblem.class);
        assertThat(files.read(mary.at(project).asViewer(), AuthConfigFile.PATH)).isEqualTo(plan.before());
        convex.deploymentFault(made, "DELETE", "");

        files.write(
                mary.at(project).toChangeAsEditor(),
                AuthConfigFile.PATH,
                plan.before(),
                "export default { providers: [other()] };");
        assertThatThrownBy(() -> setups.apply(mary.at(project).toChangeAsEditor(), plan))
                .hasMessageContaining("Somebody has changed");
        assertThat(variables.names(mary.at(project).asViewer())).isEmpty();

        AuthPlan again = setups.plan(mary.at(project).asEditor(), clerk);
        setups.apply(mary.at(project).toChangeAsEditor(), again);
        assertThat(value("CLERK_JWT_ISSUER_DOMAIN")).isEqualTo(issuer);
        assertThat(files.read(mary.at(project).asViewer(), AuthConfigFile.PATH)).contains(again.after());
        assertThat(again.after()).contains("other()");
        AuthPlan done = setups.plan(mary.at(project).asEditor(), clerk);
        assertThat(done.changesFile() || done.changesVariables()).isFalse();

        AuthPlan own = setups.plan(mary.at(project).asEditor(), new AuthChoice.ConvexAuth("https://app.example"));
        assertThat(own.added()).containsExactlyInAnyOrder("JWKS", "JWT_PRIVATE_KEY", "SITE_URL");
        setups.apply(mary.at(project).toChangeAsEditor(), own);
        assertThat(own.after()).contains("process.env.CONVEX_SITE_URL!", "process.env.CLERK_JWT_ISSUER_DOMAIN!");
        assertThat(value("SITE_URL")).isEqualTo("https://app.example");
    }

    /** A key may be good for deploying and not for reading variables: the connection is well then. */
    @Test
    void tellsAKeyThatMayNotFromAConnectionThatDoesNotWork() throws Exception {
        connect();
        convex.deploymentFault(
                made,
                "POST",
                "{\"match\": \"list_environment_variables\", \"status\": 403, \"body\": \"{\\\"code\\\": \\\"Forbidden\\\","
                        + " \\\"message\\\": \\\"The key may not view variables\\\"}\"}");

        assertThatThrownBy(() -> variables.names(mary.at(project).asViewer()))
                .isInstanceOfSatisfying(
                        PlatformProblem.class,
                        problem -> assertThat(problem.is(PlatformProblem.NOT_PERMITTED))
                                .isTrue());

        assertThat(app.bean(Connections.class).of(mary.at(project).asViewer()).kind())
                .isEqualTo(Connection.Kind.CONNECTED);
    }

    private void set(String name, String value) {
        variables.change(mary.at(project).toChangeAsEditor(), List.of(change(name, value)));
    }

    private String value(String name) {
        return variables
                .value(mary.at(Target.of(project)).asEditor(), name)
                .orElseThrow()
                .text();
    }

    private static VariableChange change(String name, String value) {
        return new VariableChange(name, Optional.of(new VariableValue(value)));
    }
}
