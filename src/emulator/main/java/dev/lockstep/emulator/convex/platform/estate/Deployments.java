package dev.lockstep.emulator.convex.platform.estate;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.host.DeploymentHost;
import dev.lockstep.emulator.convex.host.HostedDeployment;
import dev.lockstep.emulator.convex.platform.registry.DefaultVariable;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.ProjectDeployment;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.convex.platform.registry.Traits;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.node.ObjectNode;

/**
 * The deployments of all projects, which run in this process side by side. What was made is there again after a restart,
 * under the same addresses and keys. Thread-safe.
 */
public final class Deployments implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);

    /** The service's own limit for a team without a plan. */
    private static final int MOST_DEPLOYMENTS = 40;

    private final DeploymentHost host;
    private final Path home;
    private final Registry registry;
    private final Grants grants;
    private final Projects projects;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, HostedDeployment> running = new ConcurrentHashMap<>();

    /** @param home the folder of the deployments' data */
    public Deployments(
            DeploymentHost host, Path home, Registry registry, Grants grants, Projects projects, Clock clock) {
        this.host = host;
        this.home = home;
        this.registry = registry;
        this.grants = grants;
        this.projects = projects;
        this.clock = clock;
    }

    /** Serves what there was before. */
    public void reopen() {
        registry.deployments().forEach(this::reopen);
    }

    /** The oldest first. */
    public List<ProjectDeployment> of(Project project) {
        return registry.deployments().stream()
                .filter(deployment -> deployment.projectId() == project.id())
                .sorted(Comparator.comparingLong(ProjectDeployment::id))
                .toList();
    }

    /** The one that is meant by a type, {@code dev} or {@code prod}. */
    public Optional<ProjectDeployment> ofType(Project project, String type) {
        return of(project).stream()
                .filter(deployment ->
                        deployment.type().equals(type) && deployment.traits().isDefault())
                .findFirst();
    }

    /** The deployment that a key opens, with or without the type in front. */
    public Optional<ProjectDeployment> opened(String deployKey) {
        int colon = deployKey.indexOf(':');
        String bare = colon >= 0 && colon < deployKey.indexOf('|') ? deployKey.substring(colon + 1) : deployKey;
        return registry.deployments().stream()
                .filter(deployment -> deployment.adminKey().matches(bare) || opens(bare, deployment))
                // A team's token opens many; the name in front says which is meant.
                .min(Comparator.comparing(deployment -> !bare.startsWith(deployment.name() + "|")));
    }

    /** What answers for it; empty while it does not run. */
    public Optional<HostedDeployment> running(ProjectDeployment deployment) {
        return Optional.ofNullable(running.get(deployment.name()));
    }

    /** Runs when this returns, with no code, no data and the project's default variables. */
    public synchronized ProjectDeployment create(Project project, Wanted wanted) {
        if (registry.deployments().size() >= MOST_DEPLOYMENTS) {
            throw Refusal.badRequest(
                    "DeploymentQuotaReached",
                    "The team has " + MOST_DEPLOYMENTS + " deployments, which is its limit. Delete one first.");
        }
        String name = wanted.local().name().orElseGet(this::freeName);
        checkName(name);
        Traits traits = traits(project, name, wanted);
        checkReference(project, name, traits.reference());
        Secret key = wanted.local().adminKey().orElseGet(() -> Secret.of(name + "|" + randomText()));
        long quota = wanted.local().quotaBytes().orElse(Long.MAX_VALUE);
        HostedDeployment hosted = open(
                name,
                key,
                wanted.local().port().orElse(0),
                wanted.local().sitePort().orElse(0),
                quota);
        var deployment = new ProjectDeployment(
                registry.nextId(),
                name,
                project.id(),
                traits,
                hosted.url().getPort(),
                hosted.siteUrl().getPort(),
                quota,
                key,
                List.of(),
                clock.instant());
        running.put(name, hosted);
        hosted.startWith(project.defaults().stream()
                .filter(variable -> variable.deploymentType().equals(traits.type()))
                .collect(Collectors.toMap(DefaultVariable::name, DefaultVariable::value)));
        put(deployment);
        return deployment;
    }

    /** One becomes the default of its type, the others stop being it. */
    public synchronized ProjectDeployment change(ProjectDeployment deployment, Traits traits) {
        registry.project(deployment.projectId())
                .ifPresent(project -> checkReference(project, deployment.name(), traits.reference()));
        ProjectDeployment changed = deployment.with(traits);
        put(changed);
        return changed;
    }

    /** With its data, to another project of the same team. */
    public synchronized void transfer(ProjectDeployment deployment, Project destination) {
        long teamId =
                registry.project(deployment.projectId()).map(Project::teamId).orElse(destination.teamId());
        if (teamId != destination.teamId()) {
            throw Refusal.badRequest("DifferentTeam", "A deployment can only be transferred inside its team");
        }
        Traits traits = deployment.traits();
        boolean taken = ofType(destination, traits.type()).isPresent();
        checkReference(destination, deployment.name(), traits.reference());
        registry.put(deployment.in(destination).with(traits.asDefault(traits.isDefault() && !taken)));
    }

    /** Its data is gone when this returns. */
    public synchronized void delete(ProjectDeployment deployment) {
        HostedDeployment hosted = running.remove(deployment.name());
        if (hosted != null) {
            hosted.close();
        }
        registry.remove(deployment);
        try {
            FileSystemUtils.deleteRecursively(folder(deployment.name()));
        } catch (IOException e) {
            throw new UncheckedIOException("The data of " + deployment.name() + " could not be deleted", e);
        }
    }

    /** With all its deployments. */
    public synchronized void delete(Project project) {
        of(project).forEach(this::delete);
        projects.delete(project);
    }

    /** What a new key is made of. */
    public String randomText() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        running.values().forEach(HostedDeployment::close);
    }

    private void put(ProjectDeployment deployment) {
        if (deployment.traits().isDefault()) {
            registry.deployments().stream()
                    .filter(other -> other.projectId() == deployment.projectId()
                            && other.type().equals(deployment.type())
                            && other.traits().isDefault()
                            && other.id() != deployment.id())
                    .forEach(other -> registry.put(other.with(other.traits().asDefault(false))));
        }
        registry.put(deployment);
    }

    private Traits traits(Project project, String name, Wanted wanted) {
        String type = wanted.type();
        boolean first = (type.equals("dev") || type.equals("prod"))
                && ofType(project, type).isEmpty();
        return new Traits(
                type,
                wanted.reference().orElse(type + "/" + name),
                wanted.isDefault().orElse(first),
                wanted.size().orElse(Wanted.SIZES.getFirst()),
                wanted.region().orElse(Wanted.REGIONS.getFirst()),
                wanted.expires(),
                Optional.empty(),
                Optional.empty());
    }

    private void checkReference(Project project, String name, String reference) {
        if (reference.isBlank() || reference.length() > 100) {
            throw Refusal.badRequest("InvalidDeploymentReference", "A reference must have 1 to 100 characters");
        }
        if (of(project).stream()
                .anyMatch(other ->
                        !other.name().equals(name) && other.traits().reference().equals(reference))) {
            throw Refusal.badRequest(
                    "DeploymentReferenceTaken", "The project has a deployment with the reference " + reference);
        }
    }

    private void checkName(String name) {
        if (!name.matches("[a-z][a-z0-9-]{1,62}")) {
            throw Refusal.badRequest(
                    "BadDeploymentName", "A deployment's name must be a letter and then letters, digits and dashes");
        }
        if (registry.deployment(name).isPresent()) {
            throw Refusal.badRequest("DeploymentNameTaken", "There is a deployment " + name + " already");
        }
    }

    private void reopen(ProjectDeployment deployment) {
        try {
            HostedDeployment hosted = open(
                    deployment.name(),
                    deployment.adminKey(),
                    deployment.port(),
                    deployment.sitePort(),
                    deployment.quotaBytes());
            running.put(deployment.name(), hosted);
        } catch (IllegalStateException e) {
            // The others and the application itself need not suffer for one taken port.
            LOG.warn("The deployment {} does not run: {}", deployment.name(), e.getMessage());
        }
    }

    private HostedDeployment open(String name, Secret key, int port, int sitePort, long quota) {
        HostedDeployment hosted = host.open(new DeploymentHost.Served(port, sitePort, folder(name), name, key, quota));
        hosted.trust(candidate ->
                registry.deployment(name).filter(one -> opens(candidate, one)).isPresent());
        hosted.describeAs(() -> registry.deployment(name).flatMap(this::described));
        return hosted;
    }

    /** Asked at every request, so that a key that was deleted, expired or revoked is refused at once. */
    private boolean opens(String key, ProjectDeployment deployment) {
        return deployment.keys().stream()
                        .anyMatch(known -> known.secret().matches(key) && known.isGoodAt(clock.instant()))
                || grants.open(key, deployment);
    }

    /** What the deployment itself answers when it is asked which one it is. */
    private Optional<ObjectNode> described(ProjectDeployment deployment) {
        return registry.project(deployment.projectId())
                .map(project -> WireJson.object()
                        .put("kind", "cloud")
                        .put("teamId", project.teamId())
                        .put("projectId", project.id())
                        .put("projectName", project.name())
                        .put("projectSlug", project.slug())
                        .put("id", deployment.id())
                        .put("deploymentType", deployment.type())
                        .put("reference", deployment.traits().reference()));
    }

    private Path folder(String name) {
        return home.resolve("deployments").resolve(name);
    }

    private String freeName() {
        return Stream.generate(() -> PetNames.next(random))
                .filter(name -> registry.deployment(name).isEmpty())
                .findFirst()
                .orElseThrow();
    }
}
