import { installPackages, loadCommand } from "./set-up.js";

installPackages();
const run = loadCommand();
const given = process.argv.slice(2);
const has = (name) => given.some((option) => option === name || option.startsWith(`${name}=`));
const options = has("--head") ? given : [...given, "--head", "HEAD"];
const exitCode = run(["plan", ...options]);
if (exitCode === 0 && !["--json", "--format", "--help", "-h"].some(has)) {
  process.stdout.write("\n");
  run(["engine", "status"]);
  process.stdout.write("To build one: docker buildx build --target STAGE .\n");
  process.stdout.write(`All reasons: npx polystage plan ${options.join(" ")} --json\n`);
}
process.exitCode = exitCode;
