package dev.lockstep.account.language;

import org.springframework.data.jpa.repository.JpaRepository;

interface LanguageRepository extends JpaRepository<LanguageEntity, String> {}
