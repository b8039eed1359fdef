#!/usr/bin/env node
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const { bundle } = require("../../../tools/bootstrap/bundle.cjs");
const { run } = require(`${bundle(fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, ""))}/main.cjs`);
process.exitCode = await run(process.argv.slice(2));
