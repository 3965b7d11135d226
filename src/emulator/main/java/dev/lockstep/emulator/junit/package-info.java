/**
 * The emulators as parameters of tests with JUnit 5, which the test brings. Start reading at EmulatorExtension.
 */
@NamedInterface("junit")
@NullMarked
package dev.lockstep.emulator.junit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
