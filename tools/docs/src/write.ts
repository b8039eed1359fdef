import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renewSections } from "./sections.ts";
import { readThisBuild, root } from "./this-build.ts";

const file = join(root, "README.md");
writeFileSync(file, renewSections(readFileSync(file, "utf8"), readThisBuild()));
