package dev.lockstep.project;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface MemberRepository extends JpaRepository<MemberEntity, MemberEntity.Key> {

    List<MemberEntity> findByKeyPerson(String person);

    List<MemberEntity> findByKeyProjectOrderBySince(UUID project);
}
