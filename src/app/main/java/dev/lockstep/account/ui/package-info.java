/**
 * The pages on which people sign in, introduce themselves and edit their profile. Talks to Accounts only. Start
 * reading at ProfileView.
 */
@NullMarked
package dev.lockstep.account.ui;

import org.jspecify.annotations.NullMarked;
