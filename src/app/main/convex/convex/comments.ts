import { functionsOf } from "./model/sync/functions";

const { upsert, changesSince, all } = functionsOf("comments");

export { upsert as upsertComment, changesSince as getCommentChangesSince, all as getAllCommentsForUser };
