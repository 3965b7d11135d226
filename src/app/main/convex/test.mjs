// Checks the types and runs the tests of the functions: `node start.cjs test <target directory>`. Installs what they need
// first, and does nothing when they passed before and nothing has changed since.
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { digest, filesUnder, holds, project, write } from "./inputs.mjs";
import { install } from "./install.mjs";

const stamp = join(resolve(process.argv[3] ?? join(project, "target")), "convex", "tested.sha256");
const inputs = digest([...filesUnder("convex"), ...filesUnder("tests")]);

if (holds(stamp, inputs)) {
  console.log("The Convex functions passed their tests before, and nothing has changed since");
} else {
  install("tests");
  run("typescript/bin/tsc", "--noEmit");
  run("vitest/vitest.mjs", "run");
  write(stamp, inputs);
}

/** Shows what the tool says, as an error when it failed: a quiet build shows errors alone. */
function run(script, ...args) {
  const result = spawnSync(process.execPath, [join(project, "node_modules", script), ...args], {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
  });
  const output = (result.stdout + result.stderr).trim();
  if (result.status !== 0) {
    console.error(output);
    process.exit(1);
  }
  console.log(output);
}
