package dev.lockstep.project;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.convex.deployment.VariableChange;
import dev.lockstep.convex.deployment.VariableValue;
import dev.lockstep.convex.outside.OpenIdIssuers;
import dev.lockstep.core.Problem;
import dev.lockstep.project.Visit.ChangingEditor;
import dev.lockstep.project.Visit.Editor;
import dev.lockstep.project.auth.AuthChoice;
import dev.lockstep.project.auth.AuthConfigFile;
import dev.lockstep.project.auth.AuthPlan;
import dev.lockstep.project.variables.AuthKeys;
import dev.lockstep.project.variables.VariableDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * The door to whose sign-ins a project trusts. Editors look at what would change, and have it done: the variables first and
 * the file after them, since a push that finds the file without its variables fails.
 */
@Service
public class AuthSetups {

    private final Variables variables;
    private final CodeFiles files;
    private final OpenIdIssuers issuers;
    private final ProjectProperties properties;
    private final AuditTrail trail;

    AuthSetups(
            Variables variables,
            CodeFiles files,
            OpenIdIssuers issuers,
            ProjectProperties properties,
            AuditTrail trail) {
        this.variables = variables;
        this.files = files;
        this.issuers = issuers;
        this.properties = properties;
        this.trail = trail;
    }

    /** The issuer of this installation's own people, to begin with; empty when there is none. */
    public String usualIssuer(Editor editor) {
        return properties.clerkIssuer();
    }

    /**
     * What it would change. Asks the issuer and the deployment; changes nothing.
     *
     * @throws Problem when the issuer is none, with what is wrong, or the deployment does not answer
     */
    public AuthPlan plan(Editor editor, AuthChoice choice) {
        // A project without code gets what it begins with: a lone file would keep that from coming later.
        files.list(editor);
        Optional<String> before = files.read(editor, AuthConfigFile.PATH);
        String after = AuthConfigFile.trusting(before, choice.variable());
        return switch (choice) {
            case AuthChoice.Clerk(String typed) -> {
                String issuer = issuers.check(typed);
                VariableDiff diff =
                        variables.diff(editor, Map.of(AuthChoice.Clerk.VARIABLE, new VariableValue(issuer)));
                yield new AuthPlan(
                        new AuthChoice.Clerk(issuer), before, after, diff.added(), diff.changed(), diff.same());
            }
            case AuthChoice.ConvexAuth(String site) -> {
                List<String> missing = variables.missingForConvexAuth(editor, site);
                var there = new ArrayList<>(List.of(AuthKeys.PRIVATE, AuthKeys.PUBLIC, AuthKeys.SITE));
                there.removeAll(missing);
                yield new AuthPlan(choice, before, after, missing, List.of(), there);
            }
        };
    }

    /**
     * Does what the plan says.
     *
     * @throws Problem when somebody has changed the file since, or the deployment refuses: the file is as it was then
     */
    public void apply(ChangingEditor editor, AuthPlan plan) {
        if (!files.read(editor, AuthConfigFile.PATH).equals(plan.before())) {
            throw changed("Nothing was changed.");
        }
        switch (plan.choice()) {
            case AuthChoice.Clerk(String issuer)
            when plan.changesVariables() ->
                variables.change(
                        editor,
                        List.of(new VariableChange(AuthChoice.Clerk.VARIABLE, Optional.of(new VariableValue(issuer)))));
            case AuthChoice.Clerk(String issuer) -> {
                // It is set already.
            }
            case AuthChoice.ConvexAuth(String site) -> variables.initializeConvexAuth(editor, site);
        }
        if (plan.changesFile()) {
            write(editor, plan);
        }
        trail.addAlone(AuditEntry.general(
                editor.person().value(),
                "project.sign-in",
                "project " + editor.project() + " " + plan.choice().getClass().getSimpleName()));
    }

    private void write(ChangingEditor editor, AuthPlan plan) {
        try {
            files.write(editor, AuthConfigFile.PATH, plan.before(), plan.after());
        } catch (Problem problem) {
            throw problem.code().equals(CodeFiles.CHANGED) ? changed("The variables are set.") : problem;
        }
    }

    private static Problem changed(String done) {
        return new Problem(
                CodeFiles.CHANGED,
                Problem.Kind.PERMANENT,
                "Somebody has changed " + AuthConfigFile.PATH + " meanwhile, so it was left as it is. " + done,
                "Look at the changes again, and make them then.");
    }
}
