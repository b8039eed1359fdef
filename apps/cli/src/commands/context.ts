import { join } from "node:path";
import { createContextFilter } from "@polystage/dockerfile";
import type { Command } from "../command.ts";
import { locate, locationOptions } from "../location.ts";
import { readIgnore } from "../read-build.ts";
import { walkContext } from "../walk-context.ts";

export const context: Command = {
  name: "context",
  summary: "the files of the build context, after the ignore file, as Docker would send them",
  options: [...locationOptions, { name: "json", help: "{ files: [path] } instead of a path per line" }],
  examples: ["polystage context", "polystage context --json"],
  run: (input, streams) => {
    const location = locate(input);
    const filter = createContextFilter(readIgnore(location, "working tree"));
    const files = walkContext(join(location.repository.root, location.context), filter);
    streams.out(
      input.flag("json") ? `${JSON.stringify({ files }, null, 2)}\n` : files.map((file) => `${file}\n`).join(""),
    );
    return 0;
  },
};
