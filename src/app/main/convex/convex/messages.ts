import { functionsOf } from "./model/sync/functions";

const { upsert, changesSince, all } = functionsOf("messages");

export { upsert as upsertMessage, changesSince as getMessageChangesSince, all as getAllMessagesForUser };
