import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { $, ProcessOutput } from "zx";

const requirements = "tools/bootstrap/requirements.txt";
const uvDirectory = ".tools/uv";

/**
 * Brings what the service workspaces need: uv into a folder of the repository, and their locked dependencies. Checks that
 * Python and cargo are there. Ends the process with code 2 and one message where something is missing.
 */
export async function installToolchains(root: string): Promise<void> {
  const inRoot = $({ cwd: root, quiet: true, stdin: "ignore" });
  const inServices = $({ cwd: join(root, "services"), quiet: true, stdin: "ignore" });
  const uv = join(root, uvDirectory, "bin/uv");

  await need(inRoot`cargo --version`, "cargo is not on the PATH", "install Rust: https://rustup.rs");
  await need(
    inRoot`cargo clippy --version`,
    "clippy is missing",
    "rustup component add clippy, or apt-get install rust-clippy",
  );
  await need(
    inRoot`cargo fmt --version`,
    "rustfmt is missing",
    "rustup component add rustfmt, or apt-get install rustfmt",
  );

  const wanted = /^uv==(\S+)$/m.exec(await readFile(join(root, requirements), "utf8"))?.[1];
  const installed = existsSync(uv) ? (await inRoot`${uv} --version`.nothrow()).stdout : "";
  if (!installed.startsWith(`uv ${wanted} `) && installed.trim() !== `uv ${wanted}`) {
    console.error(`Installing uv ${wanted} into ${uvDirectory} ...`);
    await need(
      inRoot`python3 -m pip --version`,
      "python3 with pip is not on the PATH",
      "apt-get install python3 python3-pip",
    );
    await need(
      inRoot`python3 -m pip install --quiet --upgrade --target ${uvDirectory} --requirement ${requirements}`,
      "pip could not install uv",
      "mend what pip said above",
    );
  }
  await need(
    inServices`${uv} sync --locked --all-packages`,
    "the Python workspace could not be installed",
    "after an edit of a pyproject.toml: `uv lock` in services/",
  );
  await need(
    inServices`${join(root, "node_modules/.bin/bun")} install --frozen-lockfile`,
    "the bun workspace could not be installed",
    "after an edit of a package.json: `bun install` in services/",
  );
  await need(
    inServices`cargo fetch --locked`,
    "the cargo workspace could not be fetched",
    "after an edit of a Cargo.toml: `cargo update --workspace` in services/",
  );
}

async function need(attempt: PromiseLike<ProcessOutput>, message: string, fix: string): Promise<void> {
  try {
    await attempt;
  } catch (error) {
    if (!(error instanceof ProcessOutput)) throw error;
    console.error(`${error.stderr}error: ${message}\n  fix: ${fix}`);
    process.exit(2);
  }
}
