package dev.lockstep.project.connect;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface CredentialsRepository extends JpaRepository<CredentialsEntity, UUID> {

    Optional<CredentialsEntity> findByProjectId(UUID project);

    List<CredentialsEntity> findByProjectIdIn(Collection<UUID> projects);

    List<CredentialsEntity> findByGrantId(UUID grant);
}
