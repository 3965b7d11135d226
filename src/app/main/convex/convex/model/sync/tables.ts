import { choice, flag, moment, text } from "./fields";
import type { SyncedTable } from "./table";

const longestText = 2000;
const longestLine = 300;

function table<T extends SyncedTable>(definition: T): T {
  return definition;
}

/** The tables that devices keep copies of. A new one is an entry here, a line in the schema and a file of functions. */
export const tables = {
  tasks: table({
    policy: "CLIENT_WINS",
    fields: { text: text(longestText), isCompleted: flag() },
  }),
  todos: table({
    policy: "CLIENT_WINS",
    fields: { text: text(longestText), isCompleted: flag(), sessionId: text(64, { required: false }) },
  }),
  sessions: table({
    policy: "LAST_MODIFIED_WINS",
    fields: { name: text(longestLine), cwd: text(longestText), workspaceId: text(64, { required: false }) },
  }),
  workspaces: table({
    policy: "LAST_MODIFIED_WINS",
    fields: { path: text(longestText), name: text(longestLine) },
  }),
  inbox: table({
    policy: "LAST_MODIFIED_WINS",
    fields: {
      title: text(longestLine),
      body: text(20_000, { required: false }),
      source: text(longestLine, { required: false }),
      isRead: flag(),
    },
  }),
  comments: table({
    policy: "LAST_MODIFIED_WINS",
    fields: { parentId: text(64), body: text(20_000) },
  }),
  messages: table({
    policy: "APPEND_ONLY",
    fields: {
      externalId: text(64),
      sessionId: text(64),
      role: choice(["user", "assistant", "system", "tool"]),
      content: text(100_000),
      sentAt: moment(),
    },
  }),
} as const;

export type TableName = keyof typeof tables;

export const tableNames = Object.keys(tables) as TableName[];

/** Whether this is the name of a synced table. */
export function isTable(name: string): name is TableName {
  return Object.hasOwn(tables, name);
}
