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

/**
 * The stamp, or one of the same device at the latest time that is believed.
 *
 * @param seen the record's latest stamp: of two edits of one device that are both too far ahead, the later one stays the later one
 */
export function clamped(stamp: string, now: number, seen: string): string {
  const latest = (now + mostAhead).toString(16).padStart(12, "0");
  if (stamp.slice(0, 12) <= latest) {
    return stamp;
  }
  const believed = `${latest}-0000-${deviceOf(stamp)}`;
  return deviceOf(seen) === deviceOf(stamp) && seen >= believed ? next(seen) : believed;
}

function next(stamp: string): string {
  const counter = parseInt(stamp.slice(13, 17), 16) + 1;
  return counter > 0xffff
    ? `${(parseInt(stamp.slice(0, 12), 16) + 1).toString(16).padStart(12, "0")}-0000-${deviceOf(stamp)}`
    : `${stamp.slice(0, 12)}-${counter.toString(16).padStart(4, "0")}-${deviceOf(stamp)}`;
}

export function deviceOf(stamp: string): string {
  return stamp.slice(-8);
}

export function later(one: string, other: string): string {
  return one >= other ? one : other;
}
