"use strict";
// CommonJS and plain JavaScript: Node 20 runs this before anything is transpiled, and Nx loads plugins with require.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "../..");

/**
 * Bundles a workspace package's entry points, unless that was done for these very sources. So the command and the plugin
 * start as plain JavaScript, and nobody ever runs an old build.
 *
 * @param {string} packageDirectory absolute
 * @returns {string} the directory of the bundle, absolute; `src/a/b.ts` is `a/b.cjs` in it
 */
function bundle(packageDirectory) {
  const sources = [
    ...sourceDirectories(packageDirectory).flatMap(listSources),
    // What is bundled besides, and how.
    path.join(packageDirectory, "package.json"),
    path.join(root, "package-lock.json"),
    __filename,
  ];
  const version = createHash("sha256")
    .update(JSON.stringify(sources.map(describe)))
    .digest("hex")
    .slice(0, 16);
  const bundles = path.join(packageDirectory, "dist/bundle");
  const output = path.join(bundles, version);
  if (fs.existsSync(output)) return output;

  // Written beside and moved into place: other processes may be at the same, and none may load a half of it.
  const fresh = `${output}.${process.pid}`;
  const { bundle: entryPoints } = readManifest(packageDirectory);
  require("esbuild").buildSync({
    absWorkingDir: packageDirectory,
    entryPoints,
    outdir: fresh,
    outbase: path.join(packageDirectory, "src"),
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    conditions: ["@polystage/source"],
    external: ["nx", "@nx/devkit"],
    sourcemap: "linked",
  });
  const old = fs.readdirSync(bundles).filter((name) => /^[0-9a-f]{16}$/.test(name));
  try {
    fs.renameSync(fresh, output);
  } catch (error) {
    if (!fs.existsSync(output)) throw error;
    fs.rmSync(fresh, { recursive: true, force: true });
  }
  for (const name of old) {
    if (name !== version) fs.rmSync(path.join(bundles, name), { recursive: true, force: true });
  }
  return output;
}

/** The package's own `src` and that of every workspace package that it depends on. */
function sourceDirectories(packageDirectory, seen = new Set()) {
  if (seen.has(packageDirectory)) return [];
  seen.add(packageDirectory);
  const { dependencies = {} } = readManifest(packageDirectory);
  const own = Object.keys(dependencies).filter((name) => name.startsWith("@polystage/"));
  return [
    path.join(packageDirectory, "src"),
    ...own.flatMap((name) => sourceDirectories(fs.realpathSync(path.join(root, "node_modules", name)), seen)),
  ];
}

function listSources(directory) {
  return fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function describe(file) {
  const { mtimeMs, size } = fs.statSync(file);
  return [path.relative(root, file), mtimeMs, size];
}

function readManifest(packageDirectory) {
  return JSON.parse(fs.readFileSync(path.join(packageDirectory, "package.json"), "utf8"));
}

module.exports = { bundle };
