package dev.lockstep.project.ui.server;

import dev.lockstep.core.PersonId;
import dev.lockstep.project.Connection;
import dev.lockstep.project.DevServers;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.ui.page.ProjectTab;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The dev server. */
@Component
@Order(20)
final class DevServerTab implements ProjectTab {

    private final DevServers servers;

    DevServerTab(DevServers servers) {
        this.servers = servers;
    }

    @Override
    public String name() {
        return "dev-server";
    }

    @Override
    public Runnable watch(PersonId person, ProjectId project, Runnable watcher) {
        return servers.watch(person, project, watcher);
    }

    @Override
    public DevServerPart open(PersonId person, Connection connection, Map<String, List<String>> address) {
        return new DevServerPart(servers, person, connection);
    }
}
