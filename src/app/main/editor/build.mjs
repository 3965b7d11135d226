// Bundles the editor into one module, and does nothing when neither the sources nor the lockfile have changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const project = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2] ?? join(project, "target"));
const output = join(target, "classes", "META-INF", "resources", "lockstep", "code-editor.js");
const sources = ["editor.js", "build.mjs", "package-lock.json"].map((name) => join(project, name));

const lock = digest([sources[2]]);
const installed = join(project, "node_modules", ".lockstep");
if (!holds(installed, lock)) {
  install();
  write(installed, lock);
}
const stamp = join(target, "editor", "inputs.sha256");
if (!existsSync(output) || !holds(stamp, digest(sources))) {
  const { default: esbuild } = await import("esbuild");
  try {
    await esbuild.build({
      entryPoints: [sources[0]],
      outfile: output,
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      legalComments: "none",
      banner: { js: "/* CodeMirror, https://codemirror.net, MIT licence, (c) Marijn Haverbeke and others */" },
      logLevel: "warning",
    });
  } catch {
    // esbuild has said what is wrong and where.
    process.exit(1);
  }
  write(stamp, digest(sources));
  console.log("Bundled the code editor");
}

function install() {
  console.log("Installing what the code editor needs (npm ci)");
  const result = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: project,
    stdio: ["ignore", "inherit", "inherit"],
    // npm is a batch file there, which only a shell starts.
    shell: process.platform === "win32",
  });
  if (result.error !== undefined || result.status !== 0) {
    console.error("npm could not install what the code editor needs; its own words are above.");
    process.exit(1);
  }
}

function digest(files) {
  const hash = createHash("sha256");
  files.forEach((file) => hash.update(readFileSync(file)).update("\0"));
  return hash.digest("hex");
}

function holds(path, text) {
  return existsSync(path) && readFileSync(path, "utf8") === text;
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
