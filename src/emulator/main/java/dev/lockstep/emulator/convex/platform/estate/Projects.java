package dev.lockstep.emulator.convex.platform.estate;

import dev.lockstep.emulator.convex.platform.registry.DefaultVariable;
import dev.lockstep.emulator.convex.platform.registry.Grant;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.convex.platform.registry.Team;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The projects of all teams. Thread-safe. */
public final class Projects {

    private static final int LONGEST_NAME = 128;

    private final Registry registry;
    private final Clock clock;

    /** @param value empty removes the variable */
    public record Change(String name, String deploymentType, Optional<String> value) {}

    public Projects(Registry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** The newest first. */
    public List<Project> of(Team team) {
        return registry.projects().stream()
                .filter(project -> project.teamId() == team.id())
                .sorted(Comparator.comparingLong(Project::id).reversed())
                .toList();
    }

    public Optional<Project> find(Team team, String slug) {
        return of(team).stream().filter(project -> project.slug().equals(slug)).findFirst();
    }

    /** How many more projects the team may have. */
    public int remaining(Team team) {
        return Math.max(0, team.projectQuota() - of(team).size());
    }

    /** @throws Refusal 400 when the name is no good or the team is full */
    public synchronized Project create(Team team, String name) {
        checkName(name);
        if (remaining(team) == 0) {
            throw Refusal.badRequest(
                    "ProjectQuotaReached",
                    "The team " + team.slug() + " has all of the " + team.projectQuota()
                            + " projects that it may have. Delete one, or use another team.");
        }
        var project = new Project(
                registry.nextId(),
                team.id(),
                name.strip(),
                freeSlug(team, name),
                clock.instant(),
                List.of(),
                List.of());
        registry.put(project);
        return project;
    }

    /** @throws Refusal 400 when a name or slug is no good or taken */
    public synchronized Project update(Project project, Optional<String> name, Optional<String> slug) {
        name.ifPresent(Projects::checkName);
        slug.ifPresent(wanted -> {
            if (!wanted.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
                throw Refusal.badRequest(
                        "InvalidProjectSlug", "A project's slug must be small letters, digits and single dashes");
            }
            if (slugs(project.teamId()).contains(wanted) && !wanted.equals(project.slug())) {
                throw Refusal.badRequest("ProjectSlugTaken", "The team has a project with the slug " + wanted);
            }
        });
        Project changed = project.named(name.map(String::strip).orElse(project.name()), slug.orElse(project.slug()));
        registry.put(changed);
        return changed;
    }

    /** All or nothing; new deployments start with what is left. */
    public synchronized void update(Project project, List<Change> changes) {
        var next = new ArrayList<>(project.defaults());
        for (Change change : changes) {
            if (!Wanted.TYPES.contains(change.deploymentType())) {
                throw Refusal.badRequest("InvalidDeploymentType", "The type must be dev, prod, preview or custom");
            }
            if (!change.name().matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
                throw Refusal.badRequest(
                        "EnvironmentVariableNameInvalid",
                        "The environment variable name \"" + change.name()
                                + "\" must be letters, digits and underscores and not begin with a digit");
            }
            next.removeIf(one ->
                    one.name().equals(change.name()) && one.deploymentType().equals(change.deploymentType()));
            change.value()
                    .ifPresent(value -> next.add(new DefaultVariable(change.name(), change.deploymentType(), value)));
        }
        registry.put(project.withDefaults(next));
    }

    /** Its deployments have to be gone already. Whoever was granted it alone has nothing left. */
    synchronized void delete(Project project) {
        registry.grants().stream()
                .filter(grant ->
                        grant.projectId().filter(id -> id == project.id()).isPresent())
                .toList()
                .forEach((Grant grant) -> registry.remove(grant));
        registry.remove(project);
    }

    private static void checkName(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw Refusal.badRequest(
                    "InvalidProjectName", "A project's name must have 1 to " + LONGEST_NAME + " characters");
        }
    }

    private String freeSlug(Team team, String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String base = plain.isEmpty() ? "project" : plain;
        List<String> taken = slugs(team.id());
        String slug = base;
        for (int n = 2; taken.contains(slug); n++) {
            slug = base + "-" + n;
        }
        return slug;
    }

    private List<String> slugs(long teamId) {
        return registry.projects().stream()
                .filter(project -> project.teamId() == teamId)
                .map(Project::slug)
                .toList();
    }
}
