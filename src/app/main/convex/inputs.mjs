// Which files decide what is built and tested, and a digest of them: work is skipped when the digest is the same.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const project = dirname(fileURLToPath(import.meta.url));

/** The files under a directory of the project, in a stable order, without what `npx convex` generates. */
export function filesUnder(directory) {
  return readdirSync(join(project, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !relative(project, file).split(sep).includes("_generated"))
    .sort();
}

/** One text for the names and contents of these files and of the project's own. */
export function digest(files) {
  const own = readdirSync(project, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(project, entry.name))
    .sort();
  const hash = createHash("sha256");
  for (const file of [...own, ...files]) {
    hash.update(`${relative(project, file)}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** Whether the file at this path holds this text and nothing else. */
export function holds(path, text) {
  return existsSync(path) && readFileSync(path, "utf8") === text;
}

export function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
