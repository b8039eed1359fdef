import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installPackages, root } from "./set-up.js";

installPackages();
const script = join(root, "tools/bootstrap/src/test.ts");
const result = spawnSync(
  process.execPath,
  ["--conditions=@polystage/source", "--import", "tsx", script, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
  },
);
process.exitCode = result.status ?? 1;
