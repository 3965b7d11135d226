/**
 * What people do in a real browser against the whole product: the journeys. A journey clicks and reads as a person
 * would; what the services hold afterwards it asks of the services themselves. Knows pages by their words only. Start
 * reading at NewcomerJourney; {@code Journey} brings the product and the browser.
 */
@NullMarked
package dev.lockstep.journey;

import org.jspecify.annotations.NullMarked;
