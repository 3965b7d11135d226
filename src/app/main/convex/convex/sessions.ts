import { functionsOf } from "./model/sync/functions";

const { upsert, changesSince, all } = functionsOf("sessions");

export { upsert as upsertSession, changesSince as getSessionChangesSince, all as getAllSessionsForUser };
