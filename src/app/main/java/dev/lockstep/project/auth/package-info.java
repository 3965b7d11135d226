/**
 * Whose sign-ins a project trusts: what its {@code convex/auth.config.ts} and its variables have to say, worked out before
 * anything is changed. Pure; knows neither the deployment nor the folder. Start reading at AuthPlan.
 */
@NullMarked
package dev.lockstep.project.auth;

import org.jspecify.annotations.NullMarked;
