/**
 * Which language each person chose for the pages, where they chose one. Must not know pages. Start reading at Languages.
 */
@NamedInterface("language")
@NullMarked
package dev.lockstep.account.language;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
