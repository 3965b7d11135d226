package dev.lockstep.emulator.convex.platform.registry;

import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What exists on the platform, kept on disk. Thread-safe; every change is durable when it returns. */
public final class Registry implements AutoCloseable {

    /** Of the one person of this machine, who is a member of every team. */
    public static final long MEMBER_ID = 1;

    private static final String TEAM = "team";
    private static final String PROJECT = "project";
    private static final String DEPLOYMENT = "deployment";
    private static final String GRANT = "grant";
    private static final String EVENT = "event";
    private static final String COUNTER = "counter";

    private static final int MOST_EVENTS = 500;

    private final DeploymentFile file;
    private final TreeMap<Long, Team> teams;
    private final TreeMap<Long, Project> projects;
    private final TreeMap<Long, Grant> grants;
    private final TreeMap<Long, AuditEvent> events;
    private final Map<String, ProjectDeployment> deployments = new TreeMap<>();
    private long lastId;

    public Registry(Path path) {
        file = DeploymentFile.open(path);
        teams = read(TEAM, Team::of, Team::id);
        projects = read(PROJECT, Project::of, Project::id);
        grants = read(GRANT, Grant::of, Grant::id);
        events = read(EVENT, AuditEvent::of, AuditEvent::id);
        read(DEPLOYMENT, ProjectDeployment::of, ProjectDeployment::id)
                .values()
                .forEach(deployment -> deployments.put(deployment.name(), deployment));
        lastId = file.setting(COUNTER, "last").map(Long::parseLong).orElse(0L);
        Team.first().forEach(team -> teams.putIfAbsent(team.id(), team));
    }

    private <T> TreeMap<Long, T> read(String kind, Function<JsonNode, T> reader, Function<T, Long> id) {
        var found = new TreeMap<Long, T>();
        file.settings(kind).values().forEach(json -> {
            T one = reader.apply(WireJson.parse(json));
            found.put(id.apply(one), one);
        });
        return found;
    }

    /** A number that nothing on the platform had before. */
    public synchronized long nextId() {
        lastId++;
        return lastId;
    }

    /** Events are counted by themselves, so that the numbers of projects stay close together. */
    public synchronized long nextEventId() {
        return events.isEmpty() ? 1 : events.lastKey() + 1;
    }

    public synchronized List<Team> teams() {
        return List.copyOf(teams.values());
    }

    public synchronized List<Project> projects() {
        return List.copyOf(projects.values());
    }

    public synchronized Optional<Project> project(long id) {
        return Optional.ofNullable(projects.get(id));
    }

    public synchronized Collection<ProjectDeployment> deployments() {
        return List.copyOf(deployments.values());
    }

    public synchronized Optional<ProjectDeployment> deployment(String name) {
        return Optional.ofNullable(deployments.get(name));
    }

    public synchronized List<Grant> grants() {
        return List.copyOf(grants.values());
    }

    /** The oldest first. */
    public synchronized List<AuditEvent> events() {
        return List.copyOf(events.values());
    }

    public synchronized void put(Team team) {
        teams.put(team.id(), team);
        save(TEAM, teams, Team::kept);
    }

    public synchronized void put(Project project) {
        projects.put(project.id(), project);
        save(PROJECT, projects, Project::kept);
    }

    public synchronized void put(ProjectDeployment deployment) {
        deployments.put(deployment.name(), deployment);
        save(DEPLOYMENT, deployments, ProjectDeployment::kept);
    }

    public synchronized void put(Grant grant) {
        grants.put(grant.id(), grant);
        save(GRANT, grants, Grant::kept);
    }

    /** Kept in memory until something else is written: that a token was used is not worth a write each time. */
    public synchronized void note(Grant used) {
        grants.replace(used.id(), used);
    }

    public synchronized void put(AuditEvent event) {
        events.put(event.id(), event);
        while (events.size() > MOST_EVENTS) {
            events.pollFirstEntry();
        }
        save(EVENT, events, AuditEvent::kept);
    }

    public synchronized void remove(Project project) {
        projects.remove(project.id());
        save(PROJECT, projects, Project::kept);
    }

    public synchronized void remove(ProjectDeployment deployment) {
        deployments.remove(deployment.name());
        save(DEPLOYMENT, deployments, ProjectDeployment::kept);
    }

    /** @return whether it was still there */
    public synchronized boolean remove(Grant grant) {
        boolean was = grants.remove(grant.id()) != null;
        save(GRANT, grants, Grant::kept);
        return was;
    }

    @Override
    public synchronized void close() {
        save(GRANT, grants, Grant::kept);
        file.close();
    }

    private <T> void save(String kind, Map<?, T> all, Function<T, ObjectNode> kept) {
        var texts = new HashMap<String, String>();
        all.forEach((id, one) -> texts.put(String.valueOf(id), kept.apply(one).toString()));
        file.replace(Map.of(kind, texts, COUNTER, Map.of("last", String.valueOf(lastId))));
    }
}
