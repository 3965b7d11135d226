import { inflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../convex/_generated/api";
import { catalog } from "../convex/model/catalog";
import { encodePng } from "../convex/model/png";
import { type SketchWish, sketch, thumbnail } from "../convex/model/sketch";
import { ada, clerkSays, deployment, type Deployment, grace, refusal } from "./deployment";

const wish = { prompt: "a quiet harbour", style: "paper", aspectRatio: "1:1", model: "sketch" };
const page = (numItems = 10, cursor: string | null = null) => ({ paginationOpts: { numItems, cursor } });

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Runs what is scheduled now, and what that schedules for now; what waits for minutes goes on waiting. */
async function work(t: Deployment) {
  vi.advanceTimersByTime(1);
  await t.finishInProgressScheduledFunctions();
}

describe("create", () => {
  test("queues at once and completes with a picture and a small one", async () => {
    const t = deployment();
    const me = t.withIdentity(ada());
    const queued = await me.mutation(api.generations.create, { clientId: "g1", ...wish });
    expect(queued).toMatchObject({ status: "queued", progress: 0, attempt: 1, asset: null, prompt: wish.prompt });

    await work(t);

    const done = await me.query(api.generations.get, { clientId: "g1" });
    expect(done).toMatchObject({ status: "complete", progress: 100 });
    expect(done?.asset).toMatchObject({ width: 512, height: 512, mime: "image/png" });
    expect(done?.asset?.url).not.toBe(done?.asset?.thumbUrl);
  });

  test("makes one picture however often it is asked under the same client id", async () => {
    const me = deployment().withIdentity(ada());
    const first = await me.mutation(api.generations.create, { clientId: "g1", opId: "op-1", ...wish });

    const repeat = await me.mutation(api.generations.create, { clientId: "g1", opId: "op-1", ...wish });
    const other = await me.mutation(api.generations.create, { clientId: "g1", opId: "op-2", ...wish, prompt: "else" });

    expect(repeat).toEqual(first);
    expect(other).toEqual(first);
    expect((await me.query(api.generations.listForUser, page())).page).toHaveLength(1);
  });

  test.each([
    ["prompt", "EmptyPrompt", { prompt: "  " }],
    ["prompt", "PromptTooLong", { prompt: "x".repeat(catalog.longestPrompt + 1) }],
    ["style", "UnknownStyle", { style: "baroque" }],
    ["aspectRatio", "UnknownAspectRatio", { aspectRatio: "2:1" }],
    ["model", "UnknownModel", { model: "dream" }],
    ["clientId", "InvalidClientId", { clientId: "" }],
  ])("names the field %s in %s", async (field, code, wrong) => {
    const me = deployment().withIdentity(ada());
    await refusal(me.mutation(api.generations.create, { clientId: "g1", ...wish, ...wrong }), { code, field });
  });

  test("fails with a reason when the prompt is refused, and cannot be helped by trying again", async () => {
    const t = deployment();
    const me = t.withIdentity(ada());
    await me.mutation(api.generations.create, { clientId: "g1", ...wish, prompt: "Gore in the harbour" });

    await work(t);

    const failed = await me.query(api.generations.get, { clientId: "g1" });
    expect(failed).toMatchObject({ status: "failed", failure: { code: "PromptRefused", retryable: false } });
  });
});

describe("a person", () => {
  test("sees nothing of another's", async () => {
    const t = deployment();
    await t.withIdentity(ada()).mutation(api.generations.create, { clientId: "g1", ...wish });
    const other = t.withIdentity(grace());

    expect(await other.query(api.generations.get, { clientId: "g1" })).toBeNull();
    expect((await other.query(api.generations.listForUser, page())).page).toEqual([]);
    for (const change of [api.generations.cancel, api.generations.retry]) {
      await refusal(other.mutation(change, { clientId: "g1" }), { code: "NoSuchGeneration" });
    }
    await other.mutation(api.generations.remove, { clientId: "g1" });

    expect(await t.withIdentity(ada()).query(api.generations.get, { clientId: "g1" })).not.toBeNull();
  });

  test("may use a client id that another uses too", async () => {
    const t = deployment();
    await t.withIdentity(ada()).mutation(api.generations.create, { clientId: "g1", ...wish });

    const own = await t.withIdentity(grace()).mutation(api.generations.create, { clientId: "g1", ...wish });

    expect(own.ownerId).toBe("user_grace");
  });

  test("must be signed in and not banned", async () => {
    const t = deployment();
    await refusal(t.query(api.generations.listForUser, page()), { code: "NotSignedIn" });
    await clerkSays(t, { banned: true });
    await refusal(t.withIdentity(ada()).query(api.generations.get, { clientId: "g1" }), { code: "AccountBanned" });
  });
});

describe("the list", () => {
  test("has the newest first, page by page, without what was removed", async () => {
    const me = deployment().withIdentity(ada());
    for (const clientId of ["g1", "g2", "g3", "g4"]) {
      await me.mutation(api.generations.create, { clientId, ...wish });
    }
    await me.mutation(api.generations.remove, { clientId: "g2" });

    const first = await me.query(api.generations.listForUser, page(2));
    const second = await me.query(api.generations.listForUser, page(2, first.continueCursor));

    expect([...first.page, ...second.page].map((row) => row.clientId)).toEqual(["g4", "g3", "g1"]);
    expect(second.isDone).toBe(true);
  });

  test("can be narrowed by status, style and model", async () => {
    const t = deployment();
    const me = t.withIdentity(ada());
    await me.mutation(api.generations.create, { clientId: "g1", ...wish });
    await me.mutation(api.generations.create, { clientId: "g2", ...wish, style: "orbit", prompt: "nude" });
    await work(t);
    const ids = async (filter: object) =>
      (await me.query(api.generations.listForUser, { ...page(), ...filter })).page.map((row) => row.clientId);

    expect(await ids({ status: "complete" })).toEqual(["g1"]);
    expect(await ids({ status: "failed" })).toEqual(["g2"]);
    expect(await ids({ style: "orbit" })).toEqual(["g2"]);
    expect(await ids({ style: "orbit", status: "complete" })).toEqual([]);
    expect(await ids({ style: "orbit", status: "failed" })).toEqual(["g2"]);
    expect(await ids({ model: "sketch" })).toEqual(["g2", "g1"]);
    expect(await ids({ model: "sketch", status: "failed" })).toEqual(["g2"]);
    expect(await ids({ model: "sketch", style: "orbit" })).toEqual(["g2"]);
    expect(await ids({ model: "sketch", style: "orbit", status: "failed" })).toEqual(["g2"]);
    expect(await ids({ model: "sketch", style: "orbit", status: "complete" })).toEqual([]);
    expect(await ids({ model: "sketch-detailed" })).toEqual([]);
  });
});

describe("a try", () => {
  test("that was cancelled stays so when its work comes late", async () => {
    const t = deployment();
    const me = t.withIdentity(ada());
    const { _id } = await me.mutation(api.generations.create, { clientId: "g1", ...wish });
    const cancelled = await me.mutation(api.generations.cancel, { clientId: "g1" });
    expect(cancelled).toMatchObject({ status: "failed", failure: { code: "Cancelled" } });

    await work(t);
    const taken = await t.mutation(internal.generations.progressed, { id: _id, attempt: 1, progress: 50 });

    expect(taken).toBe(false);
    expect(await me.query(api.generations.get, { clientId: "g1" })).toEqual(cancelled);
  });

  test("can follow a failed one, and news of the old one is ignored", async () => {
    const t = deployment();
    const me = t.withIdentity(ada());
    const { _id } = await me.mutation(api.generations.create, { clientId: "g1", ...wish });
    await me.mutation(api.generations.cancel, { clientId: "g1" });
    expect(await me.mutation(api.generations.retry, { clientId: "g1" })).toMatchObject({ status: "queued", attempt: 2 });
    expect(await t.mutation(internal.generations.started, { id: _id, attempt: 1 })).toBeNull();

    await work(t);

    expect(await me.query(api.generations.get, { clientId: "g1" })).toMatchObject({ status: "complete", attempt: 2 });
    await refusal(me.mutation(api.generations.retry, { clientId: "g1" }), { code: "NotFailed" });
  });

  test("that went silent fails, so that it can be tried again", async () => {
    const t = deployment();
    const me = t.withIdentity(ada());
    const { _id } = await t.run(async (ctx) => ({
      _id: await ctx.db.insert("generations", {
        ownerId: "user_ada", clientId: "g1", ...wish, status: "queued", progress: 0, attempt: 1, createdAt: 0, updatedAt: 0,
      }),
    }));
    await t.mutation(internal.generations.started, { id: _id, attempt: 1 });

    vi.advanceTimersByTime(2 * 60 * 1000);
    await t.finishInProgressScheduledFunctions();

    const failed = await me.query(api.generations.get, { clientId: "g1" });
    expect(failed).toMatchObject({ status: "failed", failure: { code: "Interrupted", retryable: true } });
  });
});

describe("sketch", () => {
  const drawn = (wanted: Partial<SketchWish> = {}) => {
    const all = [...sketch({ prompt: "fog", style: "aurora", model: "sketch", width: 64, height: 48, ...wanted })];
    return { all, last: all[all.length - 1] };
  };

  test("draws the same for the same wish and something else for another", () => {
    const first = encodePng(drawn().last.drawing);
    expect(encodePng(drawn().last.drawing)).toEqual(first);
    expect(encodePng(drawn({ prompt: "frog" }).last.drawing)).not.toEqual(first);
  });

  test.each(catalog.styles.map((style) => style.id))("tells how far it is in the style %s, and ends at 95", (style) => {
    const percents = drawn({ style }).all.map((step) => step.percent);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents[percents.length - 1]).toBe(95);
  });

  test("gives a PNG that holds exactly its pixels, large and small", () => {
    for (const drawing of [drawn().last.drawing, thumbnail(drawn().last.drawing)]) {
      const png = encodePng(drawing);
      const data = inflateSync(chunkOf(png, "IDAT"));
      const rows = Array.from({ length: drawing.height }, (_, y) =>
        [...data.subarray(y * (drawing.width + 1) + 1, (y + 1) * (drawing.width + 1))]);
      expect(rows.flat()).toEqual([...drawing.pixels]);
    }
  });
});

function chunkOf(png: Uint8Array, type: string): Uint8Array {
  const view = new DataView(png.buffer);
  for (let at = 8; at < png.length; ) {
    const length = view.getUint32(at);
    if (String.fromCharCode(...png.subarray(at + 4, at + 8)) === type) {
      return png.subarray(at + 8, at + 8 + length);
    }
    at += length + 12;
  }
  throw new Error(`no ${type}`);
}
