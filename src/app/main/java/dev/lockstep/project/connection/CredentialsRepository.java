package dev.lockstep.project.connection;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface CredentialsRepository extends JpaRepository<CredentialsEntity, UUID> {

    Optional<CredentialsEntity> findByProjectId(UUID project);

    List<CredentialsEntity> findByProjectIdIn(Collection<UUID> projects);

    List<CredentialsEntity> findByGrantId(UUID grant);

    /** To change it: others who want that wait, instead of failing after their work was done. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from CredentialsEntity c where c.projectId = :project")
    Optional<CredentialsEntity> lock(UUID project);
}
