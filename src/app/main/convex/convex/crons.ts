import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();

crons.daily("forget operation ids", { hourUTC: 4, minuteUTC: 17 }, internal.operations.forget);
crons.daily("forget deleted records", { hourUTC: 4, minuteUTC: 37 }, internal.sync.forget);

export default crons;
