// Bundles the functions into one JSON file, `node start.cjs build <target directory>`: what `npx convex deploy` sends to a
// deployment as start_push, without the admin key. A jar that carries it can push the functions where there is no Node.
//
// The options are the ones the CLI of the same version gives to esbuild, so that the emulator and the service run the
// same code. The same sources give the same bytes.
import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { digest, filesUnder, holds, project, write } from "./inputs.mjs";
import { install } from "./install.mjs";

const functions = join(project, "convex");
const target = resolve(process.argv[3] ?? join(project, "target"));
const output = join(target, "classes", "convex", "platform.json");
const stamp = join(target, "convex", "inputs.sha256");

install("bundling");
const inputs = digest(filesUnder("convex"));
if (!existsSync(output) || !holds(stamp, inputs)) {
  const request = await bundle().catch(refuse);
  write(output, JSON.stringify(request));
  write(stamp, inputs);
  console.log(`Bundled ${request.appDefinition.changedModules.length} modules of Convex functions`);
}

async function bundle() {
  const { default: esbuild } = await import("esbuild");
  const version = JSON.parse(readFileSync(join(project, "node_modules", "convex", "package.json"), "utf8")).version;
  const shared = {
    absWorkingDir: project,
    bundle: true,
    platform: "browser",
    format: "esm",
    target: "esnext",
    conditions: ["convex", "module"],
    outdir: "out",
    outbase: functions,
    write: false,
    sourcemap: true,
    sourcesContent: false,
    keepNames: true,
    logLevel: "warning",
  };
  const code = {
    ...shared,
    jsx: "automatic",
    chunkNames: "_deps/[hash]",
    treeShaking: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    define: { "process.env.NODE_ENV": '"production"' },
  };
  const build = async (options) => modulesOf((await esbuild.build(options)).outputFiles);

  const entries = filesUnder("convex").filter(isModule);
  const modules = await build({ ...code, splitting: true, entryPoints: entries });
  const [schema] = await build({ ...code, splitting: true, entryPoints: [join(functions, "schema.ts")] });
  const [auth] = await build({ ...code, splitting: false, entryPoints: [join(functions, "auth.config.ts")] });
  // The service wants a definition of the app also where, as here, no component needs one.
  const [definition] = modulesOf(
    (
      await esbuild.build({
        ...shared,
        minify: true,
        outdir: undefined,
        outfile: "out/convex.config.js",
        stdin: {
          contents: 'import { defineApp } from "convex/server"; export default defineApp();',
          resolveDir: functions,
          sourcefile: "convex.config.js",
        },
      })
    ).outputFiles,
  );
  return {
    functions: "convex/",
    appDefinition: {
      definition,
      dependencies: [],
      schema,
      changedModules: [...modules, auth],
      unchangedModuleHashes: [],
      udfServerVersion: version,
    },
    componentDefinitions: [],
    nodeDependencies: [],
  };
}

/** esbuild's files as the service wants them: posix paths, each module with its source map. */
function modulesOf(files) {
  const texts = new Map(
    files.map((file) => [relative(join(project, "out"), file.path).split(sep).join("/"), file.text]),
  );
  return [...texts.keys()]
    .filter((path) => !path.endsWith(".map"))
    .map((path) => ({
      path,
      source: texts.get(path),
      sourceMap: texts.get(`${path}.map`),
      environment: "isolate",
    }));
}

/** The rules of `npx convex`: the schema, and names with more than one dot, are no modules. */
function isModule(file) {
  const name = relative(functions, file).split(sep).at(-1);
  if (!/^[^.#][^.]*\.(ts|js)$/.test(name) || relative(functions, file) === "schema.ts") {
    return false;
  }
  const text = readFileSync(file, "utf8");
  if (/^\s*["']use node["']/m.test(text)) {
    throw new Error(`${relative(project, file)} says "use node"; the platform's functions run without Node.`);
  }
  return /^\s*(import|export)/m.test(text);
}

function refuse(error) {
  // esbuild has said what is wrong and where; a stack trace of ours would only bury it.
  if (error.errors === undefined) {
    console.error(error.message);
  }
  process.exit(1);
}
