import { functionsOf } from "./model/sync/functions";

const { upsert, changesSince, all } = functionsOf("tasks");

export { upsert as upsertTask, changesSince as getTaskChangesSince, all as getAllTasksForUser };
