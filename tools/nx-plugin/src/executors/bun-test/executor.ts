import type { ExecutorContext } from "@nx/devkit";
import { placeOf } from "../../process/place.ts";
import { run } from "../../process/run.ts";
import { runTests } from "../../testing/run-tests.ts";
import { bunTest, type BunTestOptions } from "./bun-test.ts";

export default function execute(options: BunTestOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  return runTests(bunTest, options, placeOf(context), run);
}
