package dev.lockstep.account.profile;

import dev.lockstep.account.picture.ProfilePicture;

/** What a person wants done with their picture. */
public sealed interface PictureChoice {

    record Keep() implements PictureChoice {}

    record Remove() implements PictureChoice {}

    record Replace(ProfilePicture picture) implements PictureChoice {}
}
