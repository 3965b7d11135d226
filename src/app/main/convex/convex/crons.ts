import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();

crons.daily("forget operation ids", { hourUTC: 4, minuteUTC: 17 }, internal.operations.forget);

export default crons;
