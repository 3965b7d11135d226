package dev.lockstep.emulator.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of a test that {@link EmulatorExtension} gives: an {@link dev.lockstep.emulator.Emulator}, its
 * {@link dev.lockstep.emulator.EmulatorUrls}, its {@link dev.lockstep.emulator.EmulatorKeys}, or the
 * {@link dev.lockstep.core.ManualClock} that it takes for the time.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Emulated {}
