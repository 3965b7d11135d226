import { functionsOf } from "./model/sync/functions";

const { upsert, changesSince, all } = functionsOf("workspaces");

export { upsert as upsertWorkspace, changesSince as getWorkspaceChangesSince, all as getAllWorkspacesForUser };
