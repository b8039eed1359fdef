import { defineConfig } from "vitest/config";

export default defineConfig({
  // Workspace packages are read from their sources, so that no test runs against an old build.
  ssr: { resolve: { conditions: ["@polystage/source", "node", "import", "default"] } },
  test: {
    include: ["src/**/*.test.ts"],
    reporters: ["default", "junit"],
    outputFile: { junit: "test-results/junit.xml" },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
