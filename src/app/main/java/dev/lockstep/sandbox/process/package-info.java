/**
 * The vocabulary of sandboxes: files, processes, what they say and how they end. Pure but for the interfaces that local
 * and cloud sandboxes fill; must not know which of them there are or how they work. Start reading at Sandbox.
 */
@NamedInterface("process")
@NullMarked
package dev.lockstep.sandbox.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
