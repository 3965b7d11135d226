/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as comments from "../comments.js";
import type * as crons from "../crons.js";
import type * as generations from "../generations.js";
import type * as http from "../http.js";
import type * as inbox from "../inbox.js";
import type * as messages from "../messages.js";
import type * as model_catalog from "../model/catalog.js";
import type * as model_clerk from "../model/clerk.js";
import type * as model_comparison from "../model/comparison.js";
import type * as model_generation from "../model/generation.js";
import type * as model_once from "../model/once.js";
import type * as model_person from "../model/person.js";
import type * as model_png from "../model/png.js";
import type * as model_profile from "../model/profile.js";
import type * as model_refusal from "../model/refusal.js";
import type * as model_sketch from "../model/sketch.js";
import type * as model_svix from "../model/svix.js";
import type * as model_sync_apply from "../model/sync/apply.js";
import type * as model_sync_fields from "../model/sync/fields.js";
import type * as model_sync_functions from "../model/sync/functions.js";
import type * as model_sync_pull from "../model/sync/pull.js";
import type * as model_sync_push from "../model/sync/push.js";
import type * as model_sync_stamp from "../model/sync/stamp.js";
import type * as model_sync_table from "../model/sync/table.js";
import type * as model_sync_tables from "../model/sync/tables.js";
import type * as operations from "../operations.js";
import type * as reconciliation from "../reconciliation.js";
import type * as sessions from "../sessions.js";
import type * as sync from "../sync.js";
import type * as tasks from "../tasks.js";
import type * as todos from "../todos.js";
import type * as users from "../users.js";
import type * as workspaces from "../workspaces.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";

declare const fullApi: ApiFromModules<{
  comments: typeof comments;
  crons: typeof crons;
  generations: typeof generations;
  http: typeof http;
  inbox: typeof inbox;
  messages: typeof messages;
  "model/catalog": typeof model_catalog;
  "model/clerk": typeof model_clerk;
  "model/comparison": typeof model_comparison;
  "model/generation": typeof model_generation;
  "model/once": typeof model_once;
  "model/person": typeof model_person;
  "model/png": typeof model_png;
  "model/profile": typeof model_profile;
  "model/refusal": typeof model_refusal;
  "model/sketch": typeof model_sketch;
  "model/svix": typeof model_svix;
  "model/sync/apply": typeof model_sync_apply;
  "model/sync/fields": typeof model_sync_fields;
  "model/sync/functions": typeof model_sync_functions;
  "model/sync/pull": typeof model_sync_pull;
  "model/sync/push": typeof model_sync_push;
  "model/sync/stamp": typeof model_sync_stamp;
  "model/sync/table": typeof model_sync_table;
  "model/sync/tables": typeof model_sync_tables;
  operations: typeof operations;
  reconciliation: typeof reconciliation;
  sessions: typeof sessions;
  sync: typeof sync;
  tasks: typeof tasks;
  todos: typeof todos;
  users: typeof users;
  workspaces: typeof workspaces;
}>;

/**
 * A utility for referencing Convex functions in your app's public API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;

/**
 * A utility for referencing Convex functions in your app's internal API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = internal.myModule.myFunction;
 * ```
 */
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;

export declare const components: {};
