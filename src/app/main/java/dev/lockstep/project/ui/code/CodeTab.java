package dev.lockstep.project.ui.code;

import dev.lockstep.project.CodeFiles;
import dev.lockstep.project.Connection;
import dev.lockstep.project.DevServers;
import dev.lockstep.project.Visit;
import dev.lockstep.project.ui.page.ProjectTab;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The project's code; {@code ?file=convex/messages.ts} opens a file. */
@Component
@Order(22)
final class CodeTab implements ProjectTab {

    private final CodeFiles files;
    private final DevServers servers;

    CodeTab(CodeFiles files, DevServers servers) {
        this.files = files;
        this.servers = servers;
    }

    @Override
    public String name() {
        return "code";
    }

    @Override
    public boolean needsConnection() {
        return false;
    }

    @Override
    public Runnable watch(Visit visit, Runnable watcher) {
        return servers.watch(visit.asViewer(), watcher);
    }

    @Override
    public CodePart open(Visit visit, Connection connection, Map<String, List<String>> address) {
        return new CodePart(
                files,
                servers,
                visit,
                connection,
                address.getOrDefault("file", List.of("")).getFirst());
    }
}
