import { functionsOf } from "./model/sync/functions";

const { upsert, changesSince, all } = functionsOf("todos");

export { upsert as upsertTodo, changesSince as getTodoChangesSince, all as getAllTodosForUser };
