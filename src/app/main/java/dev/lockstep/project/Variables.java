package dev.lockstep.project;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.convex.deployment.DeploymentAdmin;
import dev.lockstep.convex.deployment.VariableChange;
import dev.lockstep.convex.deployment.VariableValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.project.Visit.ChangingEditor;
import dev.lockstep.project.Visit.Editor;
import dev.lockstep.project.Visit.Viewer;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.connection.ConnectedProjects;
import dev.lockstep.project.variables.AuthKeys;
import dev.lockstep.project.variables.VariableDiff;
import dev.lockstep.project.variables.VariableRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/**
 * The door to the environment variables of a project's deployments. Members see names; editors see values, one at a time and
 * when they ask, and change them. Every call asks the deployment.
 */
@Service
public class Variables {

    private final ConnectedProjects connected;
    private final DeploymentAdmin admin;
    private final AuditTrail trail;

    Variables(ConnectedProjects connected, DeploymentAdmin admin, AuditTrail trail) {
        this.connected = connected;
        this.admin = admin;
        this.trail = trail;
    }

    public SortedSet<String> names(Viewer viewer) {
        return new TreeSet<>(all(viewer.target()).keySet());
    }

    /** One value, as {@code npx convex env get} reads it; empty when the deployment has none of that name. */
    public Optional<VariableValue> value(Editor editor, String name) {
        audit(editor.person(), "project.variable-shown", editor.target(), name);
        return Optional.ofNullable(all(editor.target()).get(name));
    }

    /** What these would change there. */
    public VariableDiff diff(Editor editor, Map<String, VariableValue> wanted) {
        return VariableDiff.between(all(editor.target()), wanted);
    }

    /** @param other the name of another deployment of the project; what copying all its variables would change there */
    public VariableDiff diff(Editor editor, String other) {
        Target from = Target.of(editor.project(), other);
        audit(editor.person(), "project.variables-read", from, "to copy them");
        return VariableDiff.between(all(editor.target()), all(from));
    }

    /** Changes some, unless the deployment is for production. */
    public void change(ChangingEditor editor, List<VariableChange> changes) {
        change(editor, changes, Confirmed.NO);
    }

    /**
     * Changes all of them or none.
     *
     * @throws Problem when a name or a value will not do, named by its field, or the deployment refuses, or it is for
     *     production and that was not confirmed
     */
    public void change(ChangingEditor editor, List<VariableChange> changes, Confirmed confirmed) {
        changes.forEach(Variables::check);
        connected.change(editor.target(), confirmed, deployment -> {
            admin.change(deployment, changes);
            return changes;
        });
        audit(
                editor.person(),
                "project.variables",
                editor.target(),
                changes.stream()
                        .map(change -> (change.value().isPresent() ? "set " : "deleted ") + change.name())
                        .collect(Collectors.joining(", ")));
    }

    /** Makes the keys of Convex Auth, unless the deployment is for production. */
    public List<String> initializeConvexAuth(ChangingEditor editor, String siteUrl) {
        return initializeConvexAuth(editor, siteUrl, Confirmed.NO);
    }

    /**
     * Makes the keys of Convex Auth, unless they are there.
     *
     * @param siteUrl where the app's own frontend is; becomes {@code SITE_URL} unless there is one
     * @return what was set; empty when all was there
     * @throws Problem when one half is there without the other: replacing it would sign everybody out
     */
    public List<String> initializeConvexAuth(ChangingEditor editor, String siteUrl, Confirmed confirmed) {
        SortedMap<String, VariableValue> now = all(editor.target());
        List<String> missing = missingForConvexAuth(now, siteUrl);
        var wanted = new TreeMap<String, VariableValue>();
        if (missing.contains(AuthKeys.PRIVATE)) {
            wanted.putAll(AuthKeys.make());
        }
        if (missing.contains(AuthKeys.SITE)) {
            wanted.put(AuthKeys.SITE, new VariableValue(siteUrl.strip()));
        }
        VariableDiff diff = VariableDiff.between(now, wanted);
        if (!diff.isEmpty()) {
            change(editor, diff.changes(), confirmed);
        }
        return diff.added();
    }

    /** What {@link #initializeConvexAuth} would set, by the same rules; changes nothing. */
    public List<String> missingForConvexAuth(Editor editor, String siteUrl) {
        return missingForConvexAuth(all(editor.target()), siteUrl);
    }

    private static List<String> missingForConvexAuth(SortedMap<String, VariableValue> now, String siteUrl) {
        if (!siteUrl.strip().matches("https?://[^\\s/]+(/\\S*)?")) {
            throw FieldProblem.at(
                    "site",
                    new ProblemCode("BadSiteUrl"),
                    "The site's address must begin with http:// or https://.",
                    "Give the address under which people open your app.");
        }
        boolean hasPrivate = now.containsKey(AuthKeys.PRIVATE);
        boolean hasPublic = now.containsKey(AuthKeys.PUBLIC);
        if (hasPrivate != hasPublic) {
            String missing = hasPrivate ? AuthKeys.PUBLIC : AuthKeys.PRIVATE;
            throw new Problem(
                    new ProblemCode("HalfAKey"),
                    Problem.Kind.PERMANENT,
                    "One half of the signing key is there and " + missing
                            + " is not. A fresh pair would sign everybody out, so nothing was changed.",
                    "Set " + missing + " to the half that belongs to it, or delete the other half first.",
                    Problem.Words.with(missing));
        }
        return Stream.of(AuthKeys.PRIVATE, AuthKeys.PUBLIC, AuthKeys.SITE)
                .filter(name -> !now.containsKey(name))
                .toList();
    }

    private SortedMap<String, VariableValue> all(Target target) {
        return connected.with(target, admin::variables);
    }

    private static void check(VariableChange change) {
        Optional<VariableRules.Broken> broken =
                VariableRules.name(change.name()).or(() -> change.value().flatMap(VariableRules::value));
        broken.ifPresent(rule -> {
            throw new Problem(
                    new ProblemCode("BadVariable"),
                    Problem.Kind.PERMANENT,
                    switch (rule) {
                        case NAME_EMPTY -> "A variable needs a name.";
                        case NAME_SHAPE ->
                            "\"" + change.name() + "\" is no name for a variable: letters, digits and _, not beginning"
                                    + " with a digit.";
                        case NAME_LONG ->
                            "The name of a variable has at most " + VariableRules.LONGEST_NAME + " characters.";
                        case NAME_RESERVED -> change.name() + " is set by Convex itself.";
                        case NAME_SECRET ->
                            "What was given as the name looks like a key. Names are shown to every member.";
                        case VALUE_LARGE ->
                            "The value of " + change.name() + " is larger than " + VariableRules.LARGEST_VALUE / 1024
                                    + " KB.";
                    },
                    "Correct it and try again; nothing was changed.",
                    switch (rule) {
                        case NAME_EMPTY -> Problem.Words.of("empty");
                        case NAME_SHAPE -> Problem.Words.of("shape", change.name());
                        case NAME_LONG -> Problem.Words.of("long", VariableRules.LONGEST_NAME);
                        case NAME_RESERVED -> Problem.Words.of("reserved", change.name());
                        case NAME_SECRET -> Problem.Words.of("secret");
                        case VALUE_LARGE ->
                            Problem.Words.of("large", change.name(), VariableRules.LARGEST_VALUE / 1024);
                    });
        });
    }

    private void audit(PersonId person, String action, Target target, String detail) {
        trail.addAlone(AuditEntry.general(person.value(), action, target + " " + detail));
    }
}
