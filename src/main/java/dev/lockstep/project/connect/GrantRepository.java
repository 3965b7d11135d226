package dev.lockstep.project.connect;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface GrantRepository extends JpaRepository<GrantEntity, UUID> {

    Optional<GrantEntity> findByPersonAndTeamId(String person, long teamId);

    List<GrantEntity> findByPersonAndRevokedAtIsNullOrderByLastUsedAtDesc(String person);
}
