// Installs what package-lock.json names, and nothing when that is there already.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { holds, project, write } from "./inputs.mjs";

/** @param {"bundling" | "tests"} purpose tests include bundling, so an installation for tests serves both */
export function install(purpose) {
  const stamp = join(project, "node_modules", ".lockstep");
  const lock = createHash("sha256").update(readFileSync(join(project, "package-lock.json"))).digest("hex");
  if (holds(stamp, `${lock} tests`) || holds(stamp, `${lock} ${purpose}`)) {
    return;
  }
  console.log(`Installing what the Convex functions need for ${purpose} (npm ci)`);
  const flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const result = spawnSync("npm", purpose === "tests" ? flags : [...flags, "--omit=dev"], {
    cwd: project,
    stdio: ["ignore", "inherit", "inherit"],
    // npm is a batch file there, which only a shell starts.
    shell: process.platform === "win32",
  });
  if (result.error !== undefined) {
    fail("The Convex functions need npm, which comes with Node.js from https://nodejs.org; npm was not found.");
  }
  if (result.status !== 0) {
    fail("npm could not install what the Convex functions need; its own words are above.");
  }
  write(stamp, `${lock} ${purpose}`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
