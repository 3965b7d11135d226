/**
 * Stamps of a hybrid logical clock: "0190f3c2a1b4-0003-a1b2c3d4", that is milliseconds since 1970 in 12 hexadecimal digits, a
 * counter in 4, and the device in 8. In the order of texts a later edit comes after all that its device had seen.
 */
const form = /^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{8}$/;

/** A device's clock may be so far ahead, in milliseconds; further ahead counts as this. */
const mostAhead = 5 * 60 * 1000;

export function isStamp(text: string): boolean {
  return form.test(text);
}

/** The stamp, or one of the same device at the latest time that is believed. */
export function clamped(stamp: string, now: number): string {
  const latest = (now + mostAhead).toString(16).padStart(12, "0");
  return stamp.slice(0, 12) <= latest ? stamp : `${latest}-0000-${deviceOf(stamp)}`;
}

export function deviceOf(stamp: string): string {
  return stamp.slice(-8);
}

export function later(one: string, other: string): string {
  return one >= other ? one : other;
}
