/**
 * The dialog that sets up the sign-in of a deployment, from the choice of a provider to what changes. Start reading at
 * SignInDialog.
 */
@NullMarked
package dev.lockstep.project.ui.auth;

import org.jspecify.annotations.NullMarked;
