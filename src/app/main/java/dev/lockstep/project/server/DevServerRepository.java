package dev.lockstep.project.server;

import dev.lockstep.project.server.DevServer.Status;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface DevServerRepository extends JpaRepository<DevServerEntity, UUID> {

    List<DevServerEntity> findByHostAndStatusIn(String host, Collection<Status> statuses);
}
