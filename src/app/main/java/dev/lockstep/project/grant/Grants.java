package dev.lockstep.project.grant;

import dev.lockstep.convex.deployment.PlatformTeam;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Secret;
import dev.lockstep.core.UuidV7;
import dev.lockstep.project.vault.Vault;
import dev.lockstep.work.RetriedTransaction;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The teams that people have authorised, with the tokens, which never leave the server. */
@Component
public class Grants {

    private final GrantRepository grants;
    private final Vault vault;
    private final RetriedTransaction transaction;
    private final Clock clock;
    private final UuidV7 ids;

    Grants(GrantRepository grants, Vault vault, RetriedTransaction transaction, Clock clock) {
        this.grants = grants;
        this.vault = vault;
        this.transaction = transaction;
        this.clock = clock;
        this.ids = new UuidV7(clock, new SecureRandom());
    }

    /** The person's teams that still let us in, the one used last first. */
    @Transactional(readOnly = true)
    public List<Grant> of(PersonId person) {
        return grants.findByPersonAndRevokedAtIsNullOrderByLastUsedAtDesc(person.value()).stream()
                .map(GrantEntity::grant)
                .toList();
    }

    /** Keeps a token; a team that was authorised before has the newer one from now on. */
    public Grant keep(PersonId person, PlatformTeam team, Secret token) {
        // The same person may come back from the same team in another window at this moment.
        return transaction.run(() -> kept(person, team, token));
    }

    private Grant kept(PersonId person, PlatformTeam team, Secret token) {
        GrantEntity entity = grants.findByPersonAndTeamId(person.value(), team.id())
                .orElseGet(() -> new GrantEntity(ids.get(), person.value(), team.id()));
        entity.renew(team.slug(), vault.seal(token, place(entity.grantId())), clock.instant());
        return grants.saveAndFlush(entity).grant();
    }

    /** The token of a person's own grant; empty when it was revoked or is somebody else's. */
    @Transactional
    public Optional<Secret> use(PersonId person, GrantId id) {
        return grants.findByPersonAndRevokedAtIsNullOrderByLastUsedAtDesc(person.value()).stream()
                .filter(grant -> grant.grantId().equals(id))
                .findFirst()
                .map(grant -> {
                    grants.used(id.value(), clock.instant());
                    return vault.open(grant.sealedToken(), place(id));
                });
    }

    @Transactional(readOnly = true)
    public Optional<Grant> find(UUID id) {
        return grants.findById(id).map(GrantEntity::grant);
    }

    /** The token, whoever's it is: for what must be undone at Convex. */
    @Transactional(readOnly = true)
    public Optional<Secret> token(GrantId id) {
        return grants.findById(id.value()).map(grant -> vault.open(grant.sealedToken(), place(id)));
    }

    @Transactional
    public void revoked(GrantId id) {
        grants.revoked(id.value(), clock.instant());
    }

    /** Seals with the newest key what an older one sealed. @return how many */
    @Transactional
    public int reseal() {
        int done = 0;
        for (GrantEntity grant : grants.findAll()) {
            if (vault.isOld(grant.sealedToken())) {
                grant.reseal(
                        vault.seal(vault.open(grant.sealedToken(), place(grant.grantId())), place(grant.grantId())));
                done++;
            }
        }
        return done;
    }

    private static String place(GrantId id) {
        return place(id.value());
    }

    private static String place(UUID id) {
        return "convex_grant/" + id + "/token";
    }
}
