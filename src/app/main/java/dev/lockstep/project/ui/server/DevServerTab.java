package dev.lockstep.project.ui.server;

import dev.lockstep.project.Connection;
import dev.lockstep.project.DevServers;
import dev.lockstep.project.Visit;
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
    public Runnable watch(Visit visit, Runnable watcher) {
        return servers.watch(visit.asViewer(), watcher);
    }

    @Override
    public DevServerPart open(Visit visit, Connection connection, Map<String, List<String>> address) {
        return new DevServerPart(servers, visit, connection);
    }
}
