import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { deployment, operations, people, type Deployment } from "./deployment";

const seconds = () => Math.floor(Date.now() / 1000);

const user = {
  id: "user_ada",
  username: "ada_l",
  first_name: "Ada",
  last_name: "Lovelace",
  image_url: "https://img.clerk.com/ada",
  primary_email_address_id: "idn_2",
  email_addresses: [
    { id: "idn_1", email_address: "old@example.com" },
    { id: "idn_2", email_address: "ada@example.com" },
  ],
  banned: false,
  updated_at: 1000,
};

/** Everything about a delivery that a test may spoil. */
type Delivery = { id?: string; at?: number | string; key?: string; signature?: string; sent?: string; event?: unknown };

function deliver(t: Deployment, { id = "msg_1", at = seconds(), key = "one", signature, sent, event }: Delivery) {
  const body = JSON.stringify(event ?? { object: "event", type: "user.updated", timestamp: Date.now(), data: user });
  const made = `v1,${createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64")}`;
  return t.fetch("/webhooks/clerk", {
    method: "POST",
    headers: { "svix-id": id, "svix-timestamp": `${at}`, "svix-signature": signature ?? made },
    body: sent ?? body,
  });
}

describe("POST /webhooks/clerk", () => {
  test("applies what Clerk signed with either secret, once", async () => {
    const t = deployment();

    expect((await deliver(t, {})).status).toBe(200);
    expect((await deliver(t, { key: "two" })).status).toBe(200);

    const [row] = await people(t);
    expect(row).toMatchObject({ externalId: "user_ada", first_name: "Ada", email: "ada@example.com" });
    expect((await operations(t)).map((op) => op.opId)).toEqual(["msg_1"]);
  });

  test("finds one good signature among others", async () => {
    const t = deployment();
    const body = JSON.stringify({ type: "user.created", data: user });
    const at = seconds();
    const good = createHmac("sha256", "one").update(`msg_1.${at}.${body}`).digest("base64");

    const answer = await deliver(t, { at, signature: `v2,xx v1,!!! v1,${good}`, sent: body });

    expect(answer.status).toBe(200);
    expect(await people(t)).toHaveLength(1);
  });

  test("leaves a tombstone, whatever comes late", async () => {
    const t = deployment();
    const deleted = { type: "user.deleted", timestamp: 1_800_000_000, data: { id: "user_ada", deleted: true } };

    await deliver(t, { event: deleted });
    await deliver(t, { id: "msg_2" });

    const [row] = await people(t);
    expect(row.deletedAt).toBe(1_800_000_000_000);
    expect(row).not.toHaveProperty("first_name");
  });

  test("takes what it does not keep", async () => {
    const t = deployment();

    for (const type of ["session.created", "email.created", "something.new"]) {
      expect((await deliver(t, { event: { type, data: { id: "x_1" } } })).status).toBe(200);
    }

    expect(await people(t)).toEqual([]);
  });

  test.each<[string, Delivery, number]>([
    ["old", { at: seconds() - 400 }, 400],
    ["from the future", { at: seconds() + 400 }, 400],
    ["of another secret", { key: "three" }, 400],
    ["altered", { sent: "{}" }, 400],
    ["without a version", { signature: "AAAA" }, 400],
    ["of another version", { signature: "v2,AAAA" }, 400],
    ["without a signature", { signature: " " }, 400],
    ["without a time", { at: "soon" }, 400],
    ["huge", { event: { type: "user.updated", data: { id: "x".repeat(1 << 20) } } }, 413],
    ["no event", { event: [] }, 400],
  ])("refuses one that is %s", async (_, delivery, status) => {
    const t = deployment();

    expect((await deliver(t, delivery)).status).toBe(status);

    expect(await people(t)).toEqual([]);
  });
});
