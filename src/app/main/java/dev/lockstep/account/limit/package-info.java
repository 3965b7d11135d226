/**
 * How much anybody may ask for in a while, and how many visitors there may be: so that one address or one person cannot take
 * what all the others need. Must not know pages, nor what is asked for. Start reading at Limits.
 */
@NamedInterface("limit")
@NullMarked
package dev.lockstep.account.limit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
