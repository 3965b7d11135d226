package dev.lockstep.emulator.convex.platform;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.host.DeploymentHost;
import dev.lockstep.emulator.convex.host.HostedDeployment;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * One team, its projects and their deployments, which all run in this process side by side. What was made is there again
 * after a restart, under the same addresses and keys. Thread-safe.
 */
public final class Platform implements AutoCloseable {

    static final long TEAM_ID = 1;
    static final String TEAM = "local";

    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

    /** The service's own limit for a team without a plan. */
    private static final int MOST_DEPLOYMENTS = 40;

    private static final List<String> QUALITIES = List.of(
            "brisk", "calm", "clever", "eager", "fond", "gentle", "happy", "keen", "lively", "merry", "neat", "proud");
    private static final List<String> ANIMALS = List.of(
            "badger", "crane", "dolphin", "egret", "finch", "heron", "ibis", "lynx", "marten", "otter", "raven",
            "wren");

    /**
     * How a deployment is to be made. Absent parts are chosen.
     *
     * @param type {@code dev}, {@code prod}, {@code preview} or {@code custom}
     */
    record Wanted(
            String type,
            Optional<String> name,
            Optional<Secret> adminKey,
            Optional<Integer> port,
            Optional<Integer> sitePort,
            Optional<Long> quotaBytes) {

        static Wanted ofType(String type) {
            return new Wanted(
                    type, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    private final DeploymentHost host;
    private final Path home;
    private final Registry registry;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, HostedDeployment> running = new ConcurrentHashMap<>();
    private final ManagementServer server;

    private Platform(DeploymentHost host, int port, Path home, Secret accessToken) {
        this.host = host;
        this.home = home;
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + home + " cannot be made", e);
        }
        this.registry = new Registry(home.resolve("platform"));
        try {
            this.server = ManagementServer.start(new ManagementApi(this, accessToken), port);
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
        registry.deployments().forEach(this::reopen);
    }

    /**
     * @param port of the Management API; 0 for any free one
     * @param home the folder of the registry and of the deployments' data
     * @param accessToken what callers of the Management API send
     */
    public static Platform start(DeploymentHost host, int port, Path home, Secret accessToken) {
        return new Platform(host, port, home, accessToken);
    }

    /** The Management API's address: what takes the place of {@code https://api.convex.dev}. */
    public URI url() {
        return server.url();
    }

    List<Project> projects() {
        return registry.projects();
    }

    Project project(long id) {
        return registry.project(id).orElseThrow(() -> Refusal.notFound("ProjectNotFound", "There is no project " + id));
    }

    synchronized Project createProject(String name) {
        if (name.isBlank()) {
            throw Refusal.badRequest("BadProjectName", "The field `projectName` must not be blank");
        }
        String base =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String slug = base.isEmpty() ? "project" : base;
        List<String> taken = registry.projects().stream().map(Project::slug).toList();
        for (int n = 2; taken.contains(slug); n++) {
            slug = base + "-" + n;
        }
        var project = new Project(registry.nextId(), name.strip(), slug, clock.instant());
        registry.put(project);
        return project;
    }

    synchronized void deleteProject(long id) {
        Project project = project(id);
        deployments(id).forEach(deployment -> deleteDeployment(deployment.name()));
        registry.remove(project);
    }

    List<ProjectDeployment> deployments(long projectId) {
        return registry.deployments().stream()
                .filter(deployment -> deployment.projectId() == projectId)
                .sorted(Comparator.comparingLong(ProjectDeployment::id))
                .toList();
    }

    ProjectDeployment deployment(String name) {
        return registry.deployment(name)
                .orElseThrow(() -> Refusal.notFound("DeploymentNotFound", "There is no deployment " + name));
    }

    /** The deployment that a key opens, with or without the type in front. */
    Optional<ProjectDeployment> deploymentOf(String deployKey) {
        int colon = deployKey.indexOf(':');
        String bare = colon >= 0 && colon < deployKey.indexOf('|') ? deployKey.substring(colon + 1) : deployKey;
        return registry.deployments().stream()
                .filter(deployment -> deployment.adminKey().matches(bare)
                        || deployment.keys().values().stream().anyMatch(key -> key.matches(bare)))
                .findFirst();
    }

    /** Runs when this returns, with no code and no data. */
    synchronized ProjectDeployment createDeployment(long projectId, Wanted wanted) {
        Project project = project(projectId);
        if (registry.deployments().size() >= MOST_DEPLOYMENTS) {
            throw Refusal.badRequest(
                    "DeploymentQuotaReached",
                    "The team has " + MOST_DEPLOYMENTS + " deployments, which is its limit. Delete one first.");
        }
        String name = wanted.name().orElseGet(this::freeName);
        if (!name.matches("[a-z][a-z0-9-]{1,62}")) {
            throw Refusal.badRequest(
                    "BadDeploymentName", "A deployment's name must be a letter and then letters, digits and dashes");
        }
        if (registry.deployment(name).isPresent()) {
            throw Refusal.badRequest("DeploymentNameTaken", "There is a deployment " + name + " already");
        }
        Secret key = wanted.adminKey().orElseGet(() -> freshKey(name));
        long quota = wanted.quotaBytes().orElse(Long.MAX_VALUE);
        HostedDeployment hosted =
                open(name, key, wanted.port().orElse(0), wanted.sitePort().orElse(0), quota);
        var deployment = new ProjectDeployment(
                registry.nextId(),
                name,
                project.id(),
                wanted.type(),
                hosted.url().getPort(),
                hosted.siteUrl().getPort(),
                quota,
                key,
                Map.of(),
                clock.instant());
        running.put(name, hosted);
        registry.put(deployment);
        return deployment;
    }

    /** Its data is gone when this returns. */
    synchronized void deleteDeployment(String name) {
        ProjectDeployment deployment = deployment(name);
        HostedDeployment hosted = running.remove(name);
        if (hosted != null) {
            hosted.close();
        }
        registry.remove(deployment);
        deleteFolder(folder(name));
    }

    /** @return the key */
    synchronized Secret createDeployKey(String name, String keyName) {
        ProjectDeployment deployment = deployment(name);
        if (deployment.keys().containsKey(keyName)) {
            throw Refusal.badRequest("DeployKeyNameTaken", "There is a deploy key \"" + keyName + "\" already");
        }
        Secret key = freshKey(name);
        registry.put(deployment.withKey(keyName, key));
        running(name).ifPresent(hosted -> hosted.admit(key));
        return key;
    }

    /** @param id the key's name, or the whole key */
    synchronized void deleteDeployKey(String name, String id) {
        ProjectDeployment deployment = deployment(name);
        String bare = id.substring(id.indexOf(':') + 1);
        String keyName = deployment.keys().entrySet().stream()
                .filter(entry -> entry.getKey().equals(id) || entry.getValue().matches(bare))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("DeployKeyNotFound", "There is no such deploy key"));
        running(name).ifPresent(hosted -> hosted.revoke(deployment.keys().get(keyName)));
        registry.put(deployment.withoutKey(keyName));
    }

    @Override
    public void close() {
        server.close();
        running.values().forEach(HostedDeployment::close);
        registry.close();
    }

    private Optional<HostedDeployment> running(String name) {
        return Optional.ofNullable(running.get(name));
    }

    private void reopen(ProjectDeployment deployment) {
        try {
            HostedDeployment hosted = open(
                    deployment.name(),
                    deployment.adminKey(),
                    deployment.port(),
                    deployment.sitePort(),
                    deployment.quotaBytes());
            deployment.keys().values().forEach(hosted::admit);
            running.put(deployment.name(), hosted);
        } catch (IllegalStateException e) {
            // The others and the application itself need not suffer for one taken port.
            LOG.warn("The deployment {} does not run: {}", deployment.name(), e.getMessage());
        }
    }

    private HostedDeployment open(String name, Secret key, int port, int sitePort, long quota) {
        return host.open(new DeploymentHost.Served(port, sitePort, folder(name), name, key, quota));
    }

    private Path folder(String name) {
        return home.resolve("deployments").resolve(name);
    }

    private String freeName() {
        while (true) {
            String name = QUALITIES.get(random.nextInt(QUALITIES.size())) + "-"
                    + ANIMALS.get(random.nextInt(ANIMALS.size())) + "-" + (100 + random.nextInt(900));
            if (registry.deployment(name).isEmpty()) {
                return name;
            }
        }
    }

    private Secret freshKey(String name) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Secret.of(name + "|" + HexFormat.of().formatHex(bytes));
    }

    private static void deleteFolder(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The data in " + folder + " could not be deleted", e);
        }
    }
}
