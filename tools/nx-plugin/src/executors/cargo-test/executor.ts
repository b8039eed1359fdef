import type { ExecutorContext } from "@nx/devkit";
import { placeOf } from "../../process/place.ts";
import { run } from "../../process/run.ts";
import { runTests, type TestOptions } from "../../testing/run-tests.ts";
import { cargoTest } from "./cargo-test.ts";

export default function execute(options: TestOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  return runTests(cargoTest, options, placeOf(context), run);
}
