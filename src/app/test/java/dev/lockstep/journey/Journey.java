package dev.lockstep.journey;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class of journeys. Its methods may take a {@link Visitors}, who come with a browser of their own each, and
 * the {@link Product} under test, which runs once for all journeys.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("journey")
@ExtendWith(JourneyExtension.class)
@interface Journey {}
