/**
 * Organizations, who belongs to them in which role, who is invited, and what the Backend API and webhooks tell of that.
 * Start reading at OrganizationsApi and Organizations.
 */
@NullMarked
package dev.lockstep.emulator.clerk.organization;

import org.jspecify.annotations.NullMarked;
