package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.account.Accounts;
import dev.lockstep.account.SavedProfile;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.outbox.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** What waits survives the end of the application, and what had arrived unheard does not happen twice. */
@Tag("wire")
class RestartTest {

    @Test
    void deliversAfterARestartWhatWaitedBeforeIt() {
        LockstepApp before = LockstepApp.start(LockstepApp.fresh("restart"));
        PersonId user = before.signUp("Mary", "Shelley");
        Trouble.DOWN.befall(Trouble.Service.CLERK, before);
        Trouble.ANSWER_LOST.befall(Trouble.Service.CONVEX, before);
        var profiles = new Profiles(before);
        SavedProfile saved = profiles.save(user, profiles.form(user, "Mary", "Godwin", "Writing"));
        assertThat(saved.legs())
                .hasSize(2)
                .allSatisfy(leg -> assertThat(leg.outcome()).isInstanceOf(Outcome.Queued.class));

        try (LockstepApp after = before.restart()) {
            new Profiles(after).awaitArrival(user);

            assertThat(after.inClerk(user).lastName()).contains("Godwin");
            assertThat(after.inConvex(user).text("last_name")).contains("Godwin");
            assertThat(after.inConvex(user).field("interests")).contains(ConvexValue.of(List.of("Writing")));
            assertThat(after.bean(Deliveries.class).waiting(user)).isEmpty();
        }
        assertThat(StoredOperations.in(before.home())).isNotEmpty().doesNotHaveDuplicates();
    }

    /** The backup of docs/operating.md: stopped, copied, started from the copy. */
    @Test
    void goesOnFromACopyOfItsFolder() throws IOException {
        LockstepApp before = LockstepApp.start(LockstepApp.fresh("backup"));
        PersonId user = before.signUp("Mary", "Shelley");
        Trouble.DOWN.befall(Trouble.Service.CLERK, before);
        var profiles = new Profiles(before);
        profiles.save(user, profiles.form(user, "Mary", "Godwin", "Writing"));
        before.close();
        Path copy = LockstepApp.fresh("restored");
        FileSystemUtils.copyRecursively(before.home(), copy);
        FileSystemUtils.deleteRecursively(before.home());

        try (LockstepApp after = LockstepApp.start(copy)) {
            new Profiles(after).awaitArrival(user);

            assertThat(after.inClerk(user).lastName()).contains("Godwin");
            assertThat(after.bean(Accounts.class).find(user).orElseThrow().lastName())
                    .contains("Godwin");
        }
        assertThat(StoredOperations.in(copy)).isNotEmpty().doesNotHaveDuplicates();
    }
}
