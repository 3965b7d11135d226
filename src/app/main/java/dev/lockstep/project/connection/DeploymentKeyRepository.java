package dev.lockstep.project.connection;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface DeploymentKeyRepository extends JpaRepository<DeploymentKeyEntity, UUID> {

    List<DeploymentKeyEntity> findByCredentialsId(UUID credentials);

    List<DeploymentKeyEntity> findByCredentialsIdAndDeploymentNameOrderByAskedAt(UUID credentials, String deployment);

    @Modifying
    @Query("delete from DeploymentKeyEntity k where k.credentialsId = :credentials")
    void forget(UUID credentials);
}
