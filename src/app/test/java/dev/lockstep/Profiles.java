package dev.lockstep;

import dev.lockstep.account.Accounts;
import dev.lockstep.account.SavedProfile;
import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.picture.ProfilePicture;
import dev.lockstep.account.profile.PictureChoice;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.outbox.Leg;
import dev.lockstep.outbox.Outcome;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** What the tests do with profiles, as the form does it. */
public final class Profiles {

    private final LockstepApp app;
    private final Accounts accounts;

    public Profiles(LockstepApp app) {
        this.app = app;
        this.accounts = app.bean(Accounts.class);
    }

    /** What the form holds when it shows this person, with a first and last name and interests typed into it. */
    public ProfileChange form(PersonId user, String first, String last, String... interests) {
        String username = accounts.find(user).orElseThrow().username().orElse("");
        return ProfileChange.ofForm(username, first, last, List.of(interests));
    }

    public SavedProfile save(PersonId user, ProfileChange change) {
        return save(user, change, new PictureChoice.Keep());
    }

    public SavedProfile save(PersonId user, ProfileChange change, PictureChoice picture) {
        return accounts.save(user, change, picture, leg -> {});
    }

    public static Outcome outcome(SavedProfile saved, String destination) {
        return saved.legs().stream()
                .filter(leg -> leg.destination().equals(destination))
                .map(Leg::outcome)
                .findFirst()
                .orElseThrow();
    }

    /** Waits until nothing of this person's is on its way any more. */
    public void awaitArrival(PersonId user) {
        LockstepApp.await(
                "everything of " + user,
                () -> app.bean(Deliveries.class).waiting(user).isEmpty());
    }

    public static PictureChoice.Replace picture(Color colour) {
        var image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 64, 64);
        graphics.dispose();
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PictureChoice.Replace(ProfilePicture.of(bytes.toByteArray()));
    }
}
