import type { ExecutorContext } from "@nx/devkit";
import { placeOf } from "../../process/place.ts";
import { run } from "../../process/run.ts";
import { runTests } from "../../testing/run-tests.ts";
import { pytest, type PytestOptions } from "./pytest.ts";

export default function execute(options: PytestOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  return runTests(pytest, options, placeOf(context), run);
}
