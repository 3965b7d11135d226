package dev.lockstep.project.grant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface GrantRepository extends JpaRepository<GrantEntity, UUID> {

    Optional<GrantEntity> findByPersonAndTeamId(String person, long teamId);

    List<GrantEntity> findByPersonAndRevokedAtIsNullOrderByLastUsedAtDesc(String person);

    /** Leaves the version alone: many projects of a team use its grant at once, and none of them changes it. */
    @Modifying
    @Query("update GrantEntity g set g.lastUsedAt = :now where g.id = :id")
    void used(UUID id, Instant now);

    @Modifying
    @Query("update GrantEntity g set g.revokedAt = :now where g.id = :id and g.revokedAt is null")
    void revoked(UUID id, Instant now);
}
