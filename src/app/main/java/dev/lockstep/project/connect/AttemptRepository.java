package dev.lockstep.project.connect;

import dev.lockstep.project.attempt.AttemptStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface AttemptRepository extends JpaRepository<AttemptEntity, UUID> {

    Optional<AttemptEntity> findByStateHash(String hash);

    Optional<AttemptEntity> findByProjectIdAndActiveTrue(UUID project);

    List<AttemptEntity> findByProjectIdOrderByStartedAtDescIdDesc(UUID project, Limit limit);

    List<AttemptEntity> findByStatusAndExpiresAtBefore(AttemptStatus status, Instant moment, Limit limit);

    List<AttemptEntity> findByStatusInAndProgressedAtBefore(List<AttemptStatus> statuses, Instant moment, Limit limit);

    boolean existsByConvexProjectId(long id);

    /** Whether Convex is being asked for a project of this name at this moment, for whichever attempt. */
    @Query("""
            select count(a) > 0 from AttemptEntity a
            where a.active = true and a.projectName = :name and a.request.sentAt is not null and a.convexProjectId is null
            """)
    boolean isAsking(String name);

    /** Attempts that are over, and of which nobody knows whether Convex made the project that it was asked for. */
    @Query("""
            select a from AttemptEntity a
            where a.active is null and a.request.sentAt < :moment and a.convexProjectId is null and a.grantId is not null
              and exists (select g from GrantEntity g where g.id = a.grantId and g.revokedAt is null)
            order by a.progressedAt
            """)
    List<AttemptEntity> unanswered(Instant moment, Limit limit);

    /** Attempts that are over, and of which nobody knows whether Convex carried out a request that another overtook. */
    @Query("""
            select a from AttemptEntity a
            where a.active is null and a.request.strayAt < :moment and a.progressedAt < :moment and a.grantId is not null
              and exists (select g from GrantEntity g where g.id = a.grantId and g.revokedAt is null)
            order by a.progressedAt
            """)
    List<AttemptEntity> strays(Instant moment, Limit limit);

    /** Projects that were made at Convex for an attempt of which nothing came. */
    @Query("""
            select a from AttemptEntity a
            where a.madeProject = true and a.cleanedAt is null and a.active is null
              and a.status <> dev.lockstep.project.attempt.AttemptStatus.CONNECTED
              and not exists (select c from CredentialsEntity c where c.convexProjectId = a.convexProjectId)
              and not exists (select b from AttemptEntity b where b.active = true and b.convexProjectId = a.convexProjectId)
            order by a.startedAt
            """)
    List<AttemptEntity> orphans(Limit limit);

    /** The same, of one project, under one name, in one team. */
    @Query("""
            select a from AttemptEntity a
            where a.projectId = :project and a.grantId = :grant and a.projectName = :name
              and a.madeProject = true and a.cleanedAt is null and a.active is null
              and a.status <> dev.lockstep.project.attempt.AttemptStatus.CONNECTED
              and not exists (select c from CredentialsEntity c where c.convexProjectId = a.convexProjectId)
              and not exists (select b from AttemptEntity b where b.active = true and b.convexProjectId = a.convexProjectId)
            order by a.startedAt
            """)
    List<AttemptEntity> orphansOf(UUID project, UUID grant, String name, Limit limit);
}
