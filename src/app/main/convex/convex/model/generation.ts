import { v, type Infer } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { catalog, sizeOf } from "./catalog";
import { findPerson, isActive } from "./person";
import { refuse, refuseField } from "./refusal";

/** Where a generation is on its way. A cancelled one is a failed one with the code Cancelled. */
export const status = v.union(v.literal("queued"), v.literal("running"), v.literal("complete"), v.literal("failed"));

const storedPicture = v.object({
  storageId: v.id("_storage"),
  thumbStorageId: v.id("_storage"),
  /** Pixels. */
  width: v.number(),
  height: v.number(),
  bytes: v.number(),
  mime: v.string(),
});

/** Why there is no picture: a code for machines, a sentence for people, and whether trying again can help. */
export const failure = v.object({ code: v.string(), message: v.string(), retryable: v.boolean() });

/** The fields of a generation. Times are milliseconds since 1970. */
export const generationFields = {
  /** Clerk's id of the person whose it is. */
  ownerId: v.string(),
  /** Made by the client that asked for it, before anything was sent; unique for the owner. */
  clientId: v.string(),
  prompt: v.string(),
  style: v.string(),
  aspectRatio: v.string(),
  model: v.string(),
  status,
  /** Percent, 0 to 100. */
  progress: v.number(),
  /** Counts the tries: 1 at first, one more at each retry. News of an older try is ignored. */
  attempt: v.number(),
  failure: v.optional(failure),
  picture: v.optional(storedPicture),
  createdAt: v.number(),
  updatedAt: v.number(),
  /** Soft deletion: gone from all lists, kept so that devices which were away learn of it. */
  deletedAt: v.optional(v.number()),
};

/** A picture as clients see it. */
export const asset = v.object({
  url: v.string(),
  thumbUrl: v.string(),
  width: v.number(),
  height: v.number(),
  bytes: v.number(),
  mime: v.string(),
});

const { picture: _, ...plainFields } = generationFields;

/** A generation as functions return one. */
export const generation = v.object({
  _id: v.id("generations"),
  _creationTime: v.number(),
  ...plainFields,
  asset: v.union(asset, v.null()),
});

export type Generation = Infer<typeof generation>;
export type GenerationRow = Doc<"generations">;

/** What is asked for. */
export const wantedFields = { prompt: v.string(), style: v.string(), aspectRatio: v.string(), model: v.string() };
export type Wanted = { prompt: string; style: string; aspectRatio: string; model: string };

const longestClientId = 64;

/** The wish, trimmed; refuses what the catalog does not have. */
export function checked(wanted: Wanted): Wanted {
  const prompt = wanted.prompt.trim();
  if (prompt === "") {
    throw refuseField("prompt", "EmptyPrompt", "Say in a few words what the picture shows.");
  }
  if (prompt.length > catalog.longestPrompt) {
    throw refuseField("prompt", "PromptTooLong", `A prompt has at most ${catalog.longestPrompt} characters.`);
  }
  if (!catalog.models.some((model) => model.id === wanted.model)) {
    throw refuseField("model", "UnknownModel", "There is no such model. Choose one of the list.");
  }
  if (!catalog.styles.some((style) => style.id === wanted.style)) {
    throw refuseField("style", "UnknownStyle", "There is no such style. Choose one of the list.");
  }
  if (sizeOf(wanted.aspectRatio) === null) {
    throw refuseField("aspectRatio", "UnknownAspectRatio", "There is no such aspect ratio. Choose one of the list.");
  }
  return { ...wanted, prompt };
}

export function checkClientId(clientId: string): void {
  if (clientId.trim() === "" || clientId.length > longestClientId) {
    throw refuseField("clientId", "InvalidClientId", `A client id has between 1 and ${longestClientId} characters.`);
  }
}

/** The Clerk id of the caller, for reading. Refuses NotSignedIn, AccountDeleted and AccountBanned. */
export async function readerId(ctx: QueryCtx): Promise<string> {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) {
    throw refuse("NotSignedIn", "You are not signed in. Sign in and try again.");
  }
  const row = await findPerson(ctx, identity.subject);
  if (row !== null && !isActive(row)) {
    throw row.banned === true
      ? refuse("AccountBanned", "This account has been banned.")
      : refuse("AccountDeleted", "This account has been deleted.");
  }
  return identity.subject;
}

/** The person's generation of this client id; null when there is none, it is somebody else's, or it was removed. */
export async function findGeneration(ctx: QueryCtx, ownerId: string, clientId: string): Promise<GenerationRow | null> {
  const row = await ctx.db
    .query("generations")
    .withIndex("by_client", (q) => q.eq("ownerId", ownerId).eq("clientId", clientId))
    .unique();
  return row === null || row.deletedAt !== undefined ? null : row;
}

/** Refuses NoSuchGeneration: somebody else's looks like one that does not exist. */
export async function requireGeneration(ctx: QueryCtx, ownerId: string, clientId: string): Promise<GenerationRow> {
  const row = await findGeneration(ctx, ownerId, clientId);
  if (row === null) {
    throw refuse("NoSuchGeneration", "There is no such picture. It may have been removed.");
  }
  return row;
}

/** The row as its owner sees it. */
export async function shown(ctx: QueryCtx, row: GenerationRow): Promise<Generation> {
  const { picture, ...rest } = row;
  if (picture === undefined) {
    return { ...rest, asset: null };
  }
  const [url, thumbUrl] = await Promise.all([
    ctx.storage.getUrl(picture.storageId),
    ctx.storage.getUrl(picture.thumbStorageId),
  ]);
  if (url === null || thumbUrl === null) {
    return { ...rest, asset: null };
  }
  const { width, height, bytes, mime } = picture;
  return { ...rest, asset: { url, thumbUrl, width, height, bytes, mime } };
}

/** Writes the fields and the time; gives the row after it. */
export async function update(
  ctx: MutationCtx,
  row: GenerationRow,
  fields: Partial<GenerationRow>,
): Promise<GenerationRow> {
  await ctx.db.patch(row._id, { ...fields, updatedAt: Math.max(Date.now(), row.updatedAt + 1) });
  return (await ctx.db.get(row._id))!;
}

/** A person's generations that fit all given filters, by an index made for just these. */
export function chosen(
  ctx: QueryCtx,
  ownerId: string,
  { status, style, model }: { status?: Infer<typeof generationFields.status>; style?: string; model?: string },
) {
  const table = ctx.db.query("generations");
  if (model !== undefined) {
    if (style !== undefined) {
      return status !== undefined
        ? table.withIndex("by_model_style_status", (q) =>
            q.eq("ownerId", ownerId).eq("deletedAt", undefined).eq("model", model).eq("style", style).eq("status", status))
        : table.withIndex("by_model_style", (q) =>
            q.eq("ownerId", ownerId).eq("deletedAt", undefined).eq("model", model).eq("style", style));
    }
    return status !== undefined
      ? table.withIndex("by_model_status", (q) =>
          q.eq("ownerId", ownerId).eq("deletedAt", undefined).eq("model", model).eq("status", status))
      : table.withIndex("by_model", (q) => q.eq("ownerId", ownerId).eq("deletedAt", undefined).eq("model", model));
  }
  if (style !== undefined) {
    return status !== undefined
      ? table.withIndex("by_style_status", (q) =>
          q.eq("ownerId", ownerId).eq("deletedAt", undefined).eq("style", style).eq("status", status))
      : table.withIndex("by_style", (q) => q.eq("ownerId", ownerId).eq("deletedAt", undefined).eq("style", style));
  }
  return status !== undefined
    ? table.withIndex("by_status", (q) => q.eq("ownerId", ownerId).eq("deletedAt", undefined).eq("status", status))
    : table.withIndex("by_owner", (q) => q.eq("ownerId", ownerId).eq("deletedAt", undefined));
}
