import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();
crons.interval("tick", { seconds: 1 }, internal.jobs.tick, { by: "interval" });
crons.daily("daily", { hourUTC: 4, minuteUTC: 30 }, internal.jobs.tick, { by: "daily" });
crons.cron("complicated", "*/5 9-17 * * 1-5", internal.jobs.tick, { by: "cron" });
export default crons;
