/**
 * {@code crypto.subtle} on the JDK's own algorithms. Stateless: keys travel as JSON Web Keys, so that a script holds its
 * keys and nothing stays here. Knows bytes and JSON; must not know scripts or calls. Start reading at WebCrypto.
 */
@NullMarked
package dev.lockstep.emulator.convex.crypto;

import org.jspecify.annotations.NullMarked;
