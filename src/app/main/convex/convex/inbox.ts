import { functionsOf } from "./model/sync/functions";

const { upsert, changesSince, all } = functionsOf("inbox");

export { upsert as upsertInboxItem, changesSince as getInboxItemChangesSince, all as getAllInboxItemsForUser };
