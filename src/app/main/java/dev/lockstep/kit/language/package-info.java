/** Which language a page speaks, and its words in it. Start reading at Language. */
@NullMarked
package dev.lockstep.kit.language;

import org.jspecify.annotations.NullMarked;
