package dev.lockstep.account;

import dev.lockstep.account.person.Account;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.Leg;
import java.util.List;

/**
 * What became of a save.
 *
 * @param account the person as they are now, refused parts back at what they were
 * @param legs one per system; empty when nothing had changed
 * @param fields what was refused and why, for the form
 */
public record SavedProfile(Account account, List<Leg> legs, List<Problem.Field> fields) {}
