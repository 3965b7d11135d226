/**
 * The vocabulary of people: who somebody is, what of it changes, what it may hold. Pure; imports no other room.
 * Start reading at Account.
 */
@NamedInterface("person")
@NullMarked
package dev.lockstep.account.person;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
