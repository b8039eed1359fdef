import { findBuilder } from "@polystage/engine";
import type { Command } from "../command.ts";

export const engineStatus: Command = {
  name: "engine status",
  summary: "the BuildKit builder that would be used",
  options: [],
  examples: ["polystage engine status"],
  run: (_input, streams) => {
    const builder = findBuilder(streams.environment);
    streams.out(
      builder === null
        ? "Builder: none found. Docker (https://docs.docker.com/get-docker/) brings one; or name one in BUILDX_BUILDER or BUILDKIT_HOST.\n"
        : `Builder: ${builder.name} (${builder.kind})\n`,
    );
    return builder === null ? 1 : 0;
  },
};
