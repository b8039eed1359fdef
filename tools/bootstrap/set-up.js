// Plain JavaScript without dependencies: it runs before anything is installed, on whatever Node there is.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const lockFile = join(root, "package-lock.json");
const installedLock = join(root, "node_modules/.installed-lock");

/** Installs the packages of the lock file unless they are there; exits with 2 and one message where that cannot be. */
export function installPackages() {
  requireNode();
  requireProgram("git", "apt-get install git, or https://git-scm.com/downloads");
  const lock = createHash("sha256").update(readFileSync(lockFile)).digest("hex");
  if (existsSync(installedLock) && readFileSync(installedLock, "utf8") === lock) return;
  process.stderr.write("Installing the packages of package-lock.json (the first time, or the lock has changed) ...\n");
  // The npm that runs this script, where it is npm.
  const manager = process.env["npm_execpath"] ?? "";
  const [program, ...args] = manager.endsWith("npm-cli.js") ? [process.execPath, manager] : ["npm"];
  // Standard output is for what was asked for.
  const result = spawnSync(program, [...args, "ci", "--no-audit", "--no-fund"], { cwd: root, stdio: ["ignore", 2, 2] });
  if (result.status !== 0) giveUp("npm ci failed: what it said stands above", "mend that, or try again with a network");
  writeFileSync(installedLock, lock);
}

/** Loads the polystage command, bundled from its sources. */
export function loadCommand() {
  const require = createRequire(import.meta.url);
  const { bundle } = require("./bundle.cjs");
  return require(join(bundle(join(root, "apps/cli")), "main.cjs")).run;
}

function requireProgram(name, howToGetIt) {
  if (spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0) return;
  giveUp(`${name} is not on the PATH`, howToGetIt);
}

function giveUp(message, fix) {
  process.stderr.write(`error: ${message}\n  fix: ${fix}\n`);
  process.exit(2);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  giveUp(`Node ${process.versions.node} is too old: at least 20.19 is needed`, "install Node 24: https://nodejs.org");
}
