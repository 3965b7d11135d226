// The entry: `node start.cjs <target directory>`. Asks for the version before anything else is read, in words that a much
// older Node understands too.
"use strict";

if (parseInt(process.versions.node, 10) < 20) {
  console.error(
    "Lockstep builds its code editor with Node.js 20 or newer, and this is Node.js " +
      process.versions.node +
      ": install a newer one from https://nodejs.org and run this again.",
  );
  process.exitCode = 1;
} else {
  import("./build.mjs");
}
