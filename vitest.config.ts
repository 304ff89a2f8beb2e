import { defineConfig } from "vitest/config";
import { groups } from "./test/groups.ts";

/** A limit ends a test that hangs, and says nothing about speed: tests are slow on a busy machine. */
const limits = { testTimeout: 900_000, hookTimeout: 900_000 };
const slow = Object.values(groups).flat();

/** `vitest run --project NAME` runs one group; `test/groups.ts` says which folder is in which. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...limits,
          name: "fast",
          include: ["test/**/*.test.ts"],
          exclude: slow.map((folder) => `test/${folder}/**`),
          // These tests share no state, and loading the modules anew for each file takes half of the time.
          isolate: false,
        },
      },
      ...Object.entries(groups).map(([name, folders]) => ({
        test: {
          ...limits,
          name,
          include: folders.map((folder) => `test/${folder}/**/*.test.ts`),
          globalSetup: "test/shared-go-cache.ts",
        },
      })),
    ],
  },
});
