package dev.lockstep.emulator.convex.platform;

import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What exists on the platform, kept on disk. Thread-safe; every change is durable when it returns. */
final class Registry implements AutoCloseable {

    private static final String PROJECT = "project";
    private static final String DEPLOYMENT = "deployment";
    private static final String COUNTER = "counter";

    private final DeploymentFile file;
    private final Map<Long, Project> projects = new TreeMap<>();
    private final Map<String, ProjectDeployment> deployments = new TreeMap<>();
    private long lastId;

    Registry(Path file) {
        this.file = DeploymentFile.open(file);
        this.file.settings(PROJECT).values().forEach(json -> {
            Project project = Project.of(WireJson.parse(json));
            projects.put(project.id(), project);
        });
        this.file.settings(DEPLOYMENT).values().forEach(json -> {
            ProjectDeployment deployment = ProjectDeployment.of(WireJson.parse(json));
            deployments.put(deployment.name(), deployment);
        });
        lastId = this.file.setting(COUNTER, "last").map(Long::parseLong).orElse(0L);
    }

    /** A number that no project and no deployment had before. */
    synchronized long nextId() {
        lastId++;
        return lastId;
    }

    synchronized List<Project> projects() {
        return List.copyOf(projects.values());
    }

    synchronized Optional<Project> project(long id) {
        return Optional.ofNullable(projects.get(id));
    }

    synchronized Collection<ProjectDeployment> deployments() {
        return List.copyOf(deployments.values());
    }

    synchronized Optional<ProjectDeployment> deployment(String name) {
        return Optional.ofNullable(deployments.get(name));
    }

    synchronized void put(Project project) {
        projects.put(project.id(), project);
        save();
    }

    synchronized void put(ProjectDeployment deployment) {
        deployments.put(deployment.name(), deployment);
        save();
    }

    synchronized void remove(Project project) {
        projects.remove(project.id());
        save();
    }

    synchronized void remove(ProjectDeployment deployment) {
        deployments.remove(deployment.name());
        save();
    }

    @Override
    public void close() {
        file.close();
    }

    private void save() {
        var projectTexts = new HashMap<String, String>();
        projects.forEach((id, project) ->
                projectTexts.put(String.valueOf(id), project.json().toString()));
        var deploymentTexts = new HashMap<String, String>();
        deployments.forEach((name, deployment) ->
                deploymentTexts.put(name, deployment.kept().toString()));
        file.replace(Map.of(
                PROJECT, projectTexts, DEPLOYMENT, deploymentTexts, COUNTER, Map.of("last", String.valueOf(lastId))));
    }
}
