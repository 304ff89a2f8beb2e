import { describe } from "vitest";
import { makeOrigin } from "../helpers/clone.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";
import { testFork } from "../helpers/test-fork.ts";

describe("a fork that carries a function and a call of its own in the handler", () => {
  const temp = temporaryFolder();
  testFork({
    temp,
    open: async () => (await makeOrigin(temp)).dir,
    image: "docker.io/cilium/cilium",
    dockerfile: null,
  });
});
