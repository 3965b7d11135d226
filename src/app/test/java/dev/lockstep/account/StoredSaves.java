package dev.lockstep.account;

import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.profile.PictureChoice;
import dev.lockstep.account.profile.ProfileChanges;
import dev.lockstep.core.PersonId;
import org.springframework.context.ApplicationContext;

/** The first half of a save, which ends when nothing of it can be lost. */
public final class StoredSaves {

    private StoredSaves() {}

    public static void store(ApplicationContext context, PersonId user, ProfileChange change) {
        context.getBean(ProfileSaves.class)
                .storeUndisturbed(user, change, new PictureChoice.Keep(), ProfileChanges.UPDATE);
    }
}
