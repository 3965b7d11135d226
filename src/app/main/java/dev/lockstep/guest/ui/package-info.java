/** The page on which people bring in what they wrote without an account. Start reading at BringView. */
@NamedInterface("ui")
@NullMarked
package dev.lockstep.guest.ui;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
