/**
 * What becomes of a picture that somebody chose: checked, turned upright, cropped, re-encoded without its
 * metadata. Pure but for the image codecs of the JDK. Start reading at ProfilePicture.
 */
@NullMarked
package dev.lockstep.account.picture;

import org.jspecify.annotations.NullMarked;
