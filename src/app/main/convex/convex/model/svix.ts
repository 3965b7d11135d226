/**
 * Tells whether a webhook is Clerk's: Svix's scheme, HMAC-SHA256 over `id.timestamp.body`. With what every runtime has,
 * so that the deployment carries no library for it.
 */

/** Seconds that the sender's clock may be from ours, both ways. */
const tolerance = 300;

export type Refusal = "HEADER_MISSING" | "TIMESTAMP_UNREADABLE" | "TOO_OLD" | "TOO_NEW" | "WRONG_SIGNATURE";

/** The keys of `whsec_…` secrets, parted by spaces or commas: several while one is being exchanged for another. */
export function signingKeys(secrets: string | undefined): Uint8Array<ArrayBuffer>[] {
  return (secrets ?? "")
    .split(/[\s,]+/)
    .filter((secret) => secret !== "")
    .map((secret) => {
      if (!secret.startsWith("whsec_")) {
        throw new Error("CLERK_WEBHOOK_SIGNING_SECRET is whsec_ and base64, as the endpoint's page at Clerk shows it");
      }
      return bytesOf(atob(secret.slice("whsec_".length)));
    });
}

/** Why the message is not believed; null when it is Clerk's. `now` in seconds. */
export async function refusal(
  keys: Uint8Array<ArrayBuffer>[],
  headers: Headers,
  body: string,
  now: number,
): Promise<Refusal | null> {
  const [id, timestamp, signatures] = ["svix-id", "svix-timestamp", "svix-signature"].map(
    (name) => headers.get(name)?.trim() ?? "",
  );
  if (id === "" || timestamp === "" || signatures === "") {
    return "HEADER_MISSING";
  }
  if (!/^\d{1,12}$/.test(timestamp)) {
    return "TIMESTAMP_UNREADABLE";
  }
  const age = Math.floor(now) - Number(timestamp);
  if (Math.abs(age) > tolerance) {
    return age > 0 ? "TOO_OLD" : "TOO_NEW";
  }
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const given = signatures.split(" ").flatMap((one) => (one.startsWith("v1,") ? [decoded(one.slice(3))] : []));
  let found = false;
  for (const key of keys) {
    const hmac = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
    for (const signature of given) {
      // The runtime's own comparison, which takes the same time wherever they differ; and all of them.
      found = (await crypto.subtle.verify("HMAC", hmac, signature, signed)) || found;
    }
  }
  return found ? null : "WRONG_SIGNATURE";
}

function decoded(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return bytesOf(atob(base64));
  } catch {
    return new Uint8Array(0);
  }
}

function bytesOf(binary: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
