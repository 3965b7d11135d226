package dev.lockstep.project.connect;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface StepRepository extends JpaRepository<StepEntity, StepEntity.Key> {

    List<StepEntity> findByKeyAttempt(UUID attempt);
}
