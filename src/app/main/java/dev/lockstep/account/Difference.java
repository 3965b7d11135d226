package dev.lockstep.account;

import java.time.Instant;
import java.util.Set;

/**
 * A change of a person's that an administrator set aside: a system does not have it, and will not by itself.
 *
 * @param title what people call the system
 * @param fields which parts of the profile differ there, as {@code ProfileChange} names them; empty when it is no text
 * @param by who decided, to be called by; blank when nobody knows
 * @param reason as they gave it; blank when nobody knows
 */
public record Difference(String title, Set<String> fields, String by, Instant at, String reason) {}
