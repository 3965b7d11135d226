import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { internalAction, internalMutation, mutation, query, type MutationCtx } from "./_generated/server";
import { catalog, catalogFields, sizeOf } from "./model/catalog";
import {
  checkClientId,
  checked,
  chosen,
  failure,
  findGeneration,
  generation,
  type GenerationRow,
  readerId,
  requireGeneration,
  shown,
  status,
  update,
  wantedFields,
} from "./model/generation";
import { once } from "./model/once";
import { signedInPerson } from "./model/person";
import { refuse } from "./model/refusal";
import { encodePng } from "./model/png";
import { type Drawing, refusedBySketch, sketch, thumbnail } from "./model/sketch";

const operation = { opId: v.optional(v.string()) };

/** A try that nothing was heard of for so long has died with the machine it ran on. */
const silence = 2 * 60 * 1000;

/** What a picture can be made with. */
export const options = query({ args: {}, returns: catalogFields, handler: async () => catalog });

/**
 * Asks for a picture. The client makes the id, so that it can show the wish before anybody has heard of it; asking again
 * under the same id changes nothing and gives what is there.
 */
export const create = mutation({
  args: { ...operation, clientId: v.string(), ...wantedFields },
  returns: generation,
  handler: async (ctx, { opId, clientId, ...wanted }) => {
    const { externalId: ownerId } = await signedInPerson(ctx);
    checkClientId(clientId);
    const known = await ctx.db
      .query("generations")
      .withIndex("by_client", (q) => q.eq("ownerId", ownerId).eq("clientId", clientId))
      .unique();
    if (known !== null) {
      return shown(ctx, known);
    }
    return once(ctx, { opId, externalId: ownerId, function: "generations:create" }, async () => {
      const now = Date.now();
      const id = await ctx.db.insert("generations", {
        ownerId,
        clientId,
        ...checked(wanted),
        status: "queued",
        progress: 0,
        attempt: 1,
        createdAt: now,
        updatedAt: now,
      });
      await ctx.scheduler.runAfter(0, internal.generations.run, { id, attempt: 1 });
      return shown(ctx, (await ctx.db.get(id))!);
    });
  },
});

/** The caller's own, the newest first. */
export const listForUser = query({
  args: {
    paginationOpts: paginationOptsValidator,
    status: v.optional(status),
    style: v.optional(v.string()),
    model: v.optional(v.string()),
  },
  returns: paginationResultValidator(generation),
  handler: async (ctx, { paginationOpts, ...filter }) => {
    const own = chosen(ctx, await readerId(ctx), filter);
    const result = await own.order("desc").paginate(paginationOpts);
    return { ...result, page: await Promise.all(result.page.map((row) => shown(ctx, row))) };
  },
});

/** One of the caller's own; null when there is none of this id. */
export const get = query({
  args: { clientId: v.string() },
  returns: v.union(generation, v.null()),
  handler: async (ctx, { clientId }) => {
    const row = await findGeneration(ctx, await readerId(ctx), clientId);
    return row === null ? null : shown(ctx, row);
  },
});

/** Ends one that is queued or running; it has then failed with the code Cancelled. Changes nothing for any other. */
export const cancel = mutation({
  args: { ...operation, clientId: v.string() },
  returns: generation,
  handler: (ctx, { opId, clientId }) =>
    changing(ctx, "generations:cancel", opId, clientId, async (row) =>
      isOpen(row)
        ? update(ctx, row, {
            status: "failed",
            failure: { code: "Cancelled", message: "You cancelled it.", retryable: true },
          })
        : row),
});

/** Tries a failed one again, with the same wish. Refuses NotFailed. */
export const retry = mutation({
  args: { ...operation, clientId: v.string() },
  returns: generation,
  handler: (ctx, { opId, clientId }) =>
    changing(ctx, "generations:retry", opId, clientId, async (row) => {
      if (isOpen(row)) {
        return row;
      }
      if (row.status === "complete") {
        throw refuse("NotFailed", "This picture is complete; only a failed one can be tried again.");
      }
      const attempt = row.attempt + 1;
      await ctx.scheduler.runAfter(0, internal.generations.run, { id: row._id, attempt });
      return update(ctx, row, { status: "queued", progress: 0, attempt, failure: undefined });
    }),
});

/** Takes one out of all lists. Removing it again changes nothing. */
export const remove = mutation({
  args: { ...operation, clientId: v.string() },
  returns: v.null(),
  handler: async (ctx, { clientId }) => {
    const { externalId } = await signedInPerson(ctx);
    const row = await findGeneration(ctx, externalId, clientId);
    if (row !== null) {
      await update(ctx, row, { deletedAt: Date.now() });
    }
    return null;
  },
});

/** Makes the picture: queued, running with progress, then complete or failed. */
export const run = internalAction({
  args: { id: v.id("generations"), attempt: v.number() },
  returns: v.null(),
  handler: async (ctx, { id, attempt }) => {
    const row = await ctx.runMutation(internal.generations.started, { id, attempt });
    if (row === null) {
      return null;
    }
    const stored: Id<"_storage">[] = [];
    try {
      const refused = refusedBySketch(row.prompt);
      if (refused !== null) {
        await ctx.runMutation(internal.generations.ended, { id, attempt, failure: refused });
        return null;
      }
      let drawing: Drawing | null = null;
      for (const { percent, drawing: soFar } of sketch({ ...row, ...sizeOf(row.aspectRatio)! })) {
        drawing = soFar;
        if (!(await ctx.runMutation(internal.generations.progressed, { id, attempt, progress: percent }))) {
          return null;
        }
      }
      const whole = encodePng(drawing!);
      const small = encodePng(thumbnail(drawing!));
      for (const bytes of [whole, small]) {
        stored.push(await ctx.storage.store(new Blob([bytes], { type: "image/png" })));
      }
      const taken = await ctx.runMutation(internal.generations.finished, {
        id,
        attempt,
        picture: {
          storageId: stored[0],
          thumbStorageId: stored[1],
          width: drawing!.width,
          height: drawing!.height,
          bytes: whole.byteLength,
          mime: "image/png",
        },
      });
      if (!taken) {
        await Promise.all(stored.map((storageId) => ctx.storage.delete(storageId)));
      }
    } catch (error) {
      console.error("The picture could not be made", error);
      await Promise.all(stored.map((storageId) => ctx.storage.delete(storageId)));
      await ctx.runMutation(internal.generations.ended, {
        id,
        attempt,
        failure: { code: "ProviderFailed", message: "The picture could not be made. Try again.", retryable: true },
      });
    }
    return null;
  },
});

/** Queued becomes running; null when this try is not wanted any more. */
export const started = internalMutation({
  args: { id: v.id("generations"), attempt: v.number() },
  returns: v.union(v.null(), v.object({ ...wantedFields, clientId: v.string() })),
  handler: async (ctx, { id, attempt }) => {
    const row = await current(ctx, id, attempt);
    if (row === null || row.status !== "queued") {
      return null;
    }
    await update(ctx, row, { status: "running", progress: 0 });
    await ctx.scheduler.runAfter(silence, internal.generations.checkAlive, { id, attempt });
    const { prompt, style, aspectRatio, model, clientId } = row;
    return { prompt, style, aspectRatio, model, clientId };
  },
});

/** Notes how far a running one is; false when it is not wanted any more. */
export const progressed = internalMutation({
  args: { id: v.id("generations"), attempt: v.number(), progress: v.number() },
  returns: v.boolean(),
  handler: async (ctx, { id, attempt, progress }) => {
    const row = await current(ctx, id, attempt);
    if (row === null || row.status !== "running") {
      return false;
    }
    await update(ctx, row, { progress });
    return true;
  },
});

/** Running becomes complete; false when it is not wanted any more. */
export const finished = internalMutation({
  args: {
    id: v.id("generations"),
    attempt: v.number(),
    picture: v.object({
      storageId: v.id("_storage"),
      thumbStorageId: v.id("_storage"),
      width: v.number(),
      height: v.number(),
      bytes: v.number(),
      mime: v.string(),
    }),
  },
  returns: v.boolean(),
  handler: async (ctx, { id, attempt, picture }) => {
    const row = await current(ctx, id, attempt);
    if (row === null || row.status !== "running") {
      return false;
    }
    await update(ctx, row, { status: "complete", progress: 100, picture, failure: undefined });
    return true;
  },
});

/** A running or queued one has failed. */
export const ended = internalMutation({
  args: { id: v.id("generations"), attempt: v.number(), failure },
  returns: v.null(),
  handler: async (ctx, { id, attempt, failure }) => {
    const row = await current(ctx, id, attempt);
    if (row !== null && isOpen(row)) {
      await update(ctx, row, { status: "failed", failure });
    }
    return null;
  },
});

/** Fails a try that has gone silent; looks again later while it is heard of. */
export const checkAlive = internalMutation({
  args: { id: v.id("generations"), attempt: v.number() },
  returns: v.null(),
  handler: async (ctx, { id, attempt }) => {
    const row = await current(ctx, id, attempt);
    if (row === null || row.status !== "running") {
      return null;
    }
    if (Date.now() - row.updatedAt >= silence) {
      const message = "The work stopped before the picture was done. Try again.";
      await update(ctx, row, { status: "failed", failure: { code: "Interrupted", message, retryable: true } });
    } else {
      await ctx.scheduler.runAfter(silence, internal.generations.checkAlive, { id, attempt });
    }
    return null;
  },
});

async function changing(
  ctx: MutationCtx,
  name: string,
  opId: string | undefined,
  clientId: string,
  effect: (row: GenerationRow) => Promise<GenerationRow>,
) {
  const { externalId } = await signedInPerson(ctx);
  return once(ctx, { opId, externalId, function: name }, async () =>
    shown(ctx, await effect(await requireGeneration(ctx, externalId, clientId))));
}

function isOpen(row: GenerationRow): boolean {
  return row.status === "queued" || row.status === "running";
}

/** The row while this is its try and it was not removed. */
async function current(ctx: MutationCtx, id: Id<"generations">, attempt: number): Promise<GenerationRow | null> {
  const row = await ctx.db.get(id);
  return row === null || row.attempt !== attempt || row.deletedAt !== undefined ? null : row;
}
