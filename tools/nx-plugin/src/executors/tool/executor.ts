import type { ExecutorContext } from "@nx/devkit";
import { placeOf } from "../../process/place.ts";
import { run } from "../../process/run.ts";
import { runTool, type ToolOptions } from "./tool.ts";

export default function execute(options: ToolOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  return runTool(options, placeOf(context), run);
}
