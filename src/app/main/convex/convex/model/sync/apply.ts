import { v, type Infer } from "convex/values";
import type { MutationCtx, QueryCtx } from "../../_generated/server";
import { isTable, tables, type TableName } from "./tables";
import { floorOf } from "./floor";
import { clamped, deviceOf, isStamp, later } from "./stamp";
import { record, type SyncedTable } from "./table";

const longestClientId = 64;

/** One change of one record, as a client made it. */
export const op = v.object({
  /** Made by the client; a repeat under it has no second effect. */
  opId: v.string(),
  table: v.string(),
  clientId: v.string(),
  /** upsert makes the record or sets these fields; restore takes a deletion back. */
  kind: v.union(v.literal("upsert"), v.literal("delete"), v.literal("restore")),
  /** The fields that changed; null removes one. */
  fields: v.record(v.string(), v.any()),
  /** The revision of the record that the client had seen; 0 for none. */
  base: v.number(),
  /** When the edit was made, by the device's hybrid logical clock. */
  stamp: v.string(),
  /** When the record was made, in the client's milliseconds; read for a new record only. */
  createdAt: v.optional(v.number()),
});

const { table: _, ...ofTable } = op.fields;

/** The same where the table is said once. */
export const opOfTable = v.object(ofTable);

/** What became of a change. */
export const answer = v.object({
  opId: v.string(),
  /** blocked: an earlier change of the same record in this call was refused, so this one was not looked at. */
  status: v.union(v.literal("applied"), v.literal("refused"), v.literal("blocked")),
  /** The record after it; null where there is none. */
  row: v.union(record, v.null()),
  /** What lost against a change that the client had not seen, by field: of the server's, or of this change. */
  conflict: v.union(
    v.object({
      winner: v.union(v.literal("client"), v.literal("server")),
      lost: v.any(),
      /** Where this change lost in some fields: of the server's, what it replaced in others. */
      replaced: v.optional(v.any()),
    }),
    v.null(),
  ),
  refusal: v.union(v.object({ code: v.string(), message: v.string(), field: v.optional(v.string()) }), v.null()),
});

export type Op = Infer<typeof op>;
export type Answer = Infer<typeof answer>;
type Refusal = { code: string; message: string; field?: string };
export type Row = {
  _id: any;
  ownerId: string;
  clientId: string;
  revision: number;
  stamp: string;
  clock: Record<string, { stamp: string; revision: number }>;
  createdAt: number;
  updatedAt: number;
  deletedAt?: number;
  [field: string]: any;
};

/** The mark of a deletion in a record's clock. */
const deletion = "deletedAt";

/** The rows of a synced table; which one is known at run time only, so what is written is checked by the fields' own rules. */
export function rowsOf(ctx: QueryCtx, table: TableName): any {
  return ctx.db.query(table);
}

export async function findRow(ctx: QueryCtx, table: TableName, ownerId: string, clientId: string): Promise<Row | null> {
  return rowsOf(ctx, table)
    .withIndex("by_client", (q: any) => q.eq("ownerId", ownerId).eq("clientId", clientId))
    .unique();
}

/** The record as clients see it. */
export function shown(table: TableName, row: Row): Infer<typeof record> {
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys(tables[table].fields)) {
    if (row[name] !== undefined) {
      fields[name] = row[name];
    }
  }
  return {
    clientId: row.clientId,
    revision: row.revision,
    stamp: row.stamp,
    fields,
    deleted: row.deletedAt !== undefined,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/** Carries one change of this person's out. Refuses in its answer, never by throwing, so that others of the call go on. */
export async function apply(ctx: MutationCtx, ownerId: string, op: Op): Promise<Answer> {
  const refusal = refusalOf(op);
  if (refusal !== null) {
    return refused(op, refusal, null);
  }
  const table = op.table as TableName;
  const row = await findRow(ctx, table, ownerId, op.clientId);
  const change = { ...op, stamp: clamped(op.stamp, Date.now(), row?.stamp ?? "") };
  return row === null
    ? made(ctx, table, ownerId, change)
    : changed(ctx, table, row, change);
}

/** What is wrong with a change whatever the record is. */
function refusalOf(op: Op): Refusal | null {
  if (!isTable(op.table)) {
    return { code: "UnknownTable", field: "table", message: `There is no table ${op.table} to sync. Update the app.` };
  }
  if (op.clientId.trim() === "" || op.clientId.length > longestClientId) {
    return { code: "InvalidClientId", field: "clientId", message: `A client id has between 1 and ${longestClientId} characters.` };
  }
  if (!isStamp(op.stamp)) {
    return { code: "InvalidStamp", field: "stamp", message: "A stamp is 12-4-8 hexadecimal digits: time, counter and device." };
  }
  const table: SyncedTable = tables[op.table];
  if (table.policy === "SERVER_WINS") {
    return { code: "ReadOnlyTable", message: `Records of ${op.table} are not changed by clients.` };
  }
  if (table.policy === "APPEND_ONLY" && op.kind !== "upsert") {
    return { code: "AppendOnly", message: `Records of ${op.table} are only added.` };
  }
  for (const [name, value] of Object.entries(op.fields)) {
    const field = Object.hasOwn(table.fields, name) ? table.fields[name]! : null;
    if (field === null) {
      return { code: "UnknownField", field: name, message: `${op.table} have no field ${name}. Update the app.` };
    }
    const problem = field.problem(name, value);
    if (problem !== null) {
      return { code: "InvalidField", field: name, message: problem };
    }
  }
  return null;
}

async function made(ctx: MutationCtx, table: TableName, ownerId: string, op: Op): Promise<Answer> {
  if (op.kind !== "upsert") {
    // It was forgotten here, or never arrived: gone is what was wanted of a deletion, and there is nothing to restore.
    return op.kind === "delete"
      ? applied(op, null)
      : refused(op, { code: "NoSuchRecord", message: "There is no such record any more." }, null);
  }
  const missing = Object.entries(tables[table].fields as SyncedTable["fields"])
    .find(([name, field]) => field.required && op.fields[name] === undefined);
  if (missing !== undefined) {
    return refused(op, { code: "MissingField", field: missing[0], message: `${missing[0]} is missing.` }, null);
  }
  const now = Date.now();
  // It may be made again after its deletion was forgotten: whoever still knows the deletion must take this for newer.
  const forgetful = op.base > 0 || (await floorOf(ctx, ownerId, table)) > 0n;
  const revision = forgetful ? Math.max(op.base + 1, now) : 1;
  const present = Object.entries(op.fields).filter(([, value]) => value !== null);
  await (ctx.db as any).insert(table, {
    ...Object.fromEntries(present),
    ownerId,
    clientId: op.clientId,
    revision,
    commitTs: ctx.db.vars.commitTs,
    stamp: op.stamp,
    clock: Object.fromEntries(present.map(([name]) => [name, { stamp: op.stamp, revision }])),
    createdAt: op.createdAt ?? now,
    updatedAt: now,
  });
  return applied(op, shown(table, (await findRow(ctx, table, ownerId, op.clientId))!));
}

/** What a change does to a record, before it is written. */
type Plan = { set: Record<string, unknown>; lostHere: Record<string, unknown>; lostThere: Record<string, unknown> };

async function changed(ctx: MutationCtx, table: TableName, row: Row, op: Op): Promise<Answer> {
  const policy: string = tables[table].policy;
  if (policy === "APPEND_ONLY") {
    const same = Object.entries(op.fields).every(([name, value]) => JSON.stringify(row[name]) === JSON.stringify(value));
    return same
      ? applied(op, shown(table, row))
      : refused(op, { code: "AppendOnly", message: `Records of ${table} are only added.` }, shown(table, row));
  }
  const plan = planOf(policy === "CLIENT_WINS", row, op);
  const revision = row.revision + 1;
  const fields = Object.keys(plan.set);
  if (fields.length > 0) {
    const marks = Object.fromEntries(fields.map((name) => [name, { stamp: op.stamp, revision }]));
    await (ctx.db as any).patch(row._id, {
      ...Object.fromEntries(fields.map((name) => [name, plan.set[name] ?? undefined])),
      revision,
      commitTs: ctx.db.vars.commitTs,
      stamp: later(row.stamp, op.stamp),
      clock: { ...row.clock, ...marks },
      updatedAt: Math.max(Date.now(), row.updatedAt + 1),
    });
  }
  const after = (await ctx.db.get(row._id)) as unknown as Row;
  const replaces = Object.keys(plan.lostHere).length > 0;
  const lost = Object.keys(plan.lostThere).length > 0
    ? { winner: "server" as const, lost: plan.lostThere, ...(replaces ? { replaced: plan.lostHere } : {}) }
    : replaces
      ? { winner: "client" as const, lost: plan.lostHere }
      : null;
  return { ...applied(op, shown(table, after)), conflict: lost };
}

function planOf(clientWins: boolean, row: Row, op: Op): Plan {
  const plan: Plan = { set: {}, lostHere: {}, lostThere: {} };
  const gone = row.deletedAt !== undefined;
  if (op.kind === "delete") {
    // Whoever deletes has either seen an edit, or it was made at the same time: a deletion wins in both cases.
    if (!gone) {
      plan.set[deletion] = Date.now();
      plan.lostHere = unseen(row, op) ? shownValues(row) : {};
    }
    return plan;
  }
  if (gone) {
    const revived = op.kind === "restore" || clientWins;
    if (!revived || (!clientWins && op.stamp <= (row.clock[deletion]?.stamp ?? ""))) {
      plan.lostThere = op.kind === "restore" ? { ...op.fields, [deletion]: null } : op.fields;
      return plan;
    }
    plan.set[deletion] = null;
    if (op.kind !== "restore") {
      plan.lostHere[deletion] = row.deletedAt;
    }
  }
  for (const [name, value] of Object.entries(op.fields)) {
    const mark = row.clock[name];
    if (JSON.stringify(row[name] ?? null) === JSON.stringify(value)) {
      continue;
    }
    const unseenHere = mark !== undefined && mark.revision > op.base && deviceOf(mark.stamp) !== deviceOf(op.stamp);
    if (clientWins || mark === undefined || op.stamp > mark.stamp) {
      plan.set[name] = value;
      if (unseenHere) {
        plan.lostHere[name] = row[name] ?? null;
      }
    } else {
      plan.lostThere[name] = value;
    }
  }
  return plan;
}

/** Whether somebody else has written the record since the client saw it. */
function unseen(row: Row, op: Op): boolean {
  return Object.values(row.clock).some((mark) => mark.revision > op.base && deviceOf(mark.stamp) !== deviceOf(op.stamp));
}

function shownValues(row: Row): Record<string, unknown> {
  return Object.fromEntries(Object.keys(row.clock).filter((name) => name !== deletion).map((name) => [name, row[name] ?? null]));
}

function applied(op: Op, row: Infer<typeof record> | null): Answer {
  return { opId: op.opId, status: "applied", row, conflict: null, refusal: null };
}

function refused(op: Op, refusal: Refusal, row: Infer<typeof record> | null): Answer {
  return { opId: op.opId, status: "refused", row, conflict: null, refusal };
}
