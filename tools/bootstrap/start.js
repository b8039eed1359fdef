import { installPackages, loadCommand } from "./set-up.js";

installPackages();
const run = loadCommand();
const given = process.argv.slice(2);
const exitCode = run(["plan", ...(given.length === 0 ? ["--head", "HEAD"] : given)]);
if (exitCode === 0 && !given.some((option) => option.startsWith("--json") || option.startsWith("--format"))) {
  process.stdout.write("\n");
  run(["engine", "status"]);
  process.stdout.write("To build one: docker buildx build --target STAGE .   To see why: npx polystage plan --json\n");
}
process.exitCode = exitCode;
