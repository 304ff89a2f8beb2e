import { describe, expect, it } from "vitest";
import { PatchkitError } from "../../src/errors.ts";
import { firstThatWorks, goLineFor } from "../../src/host/choose-engine.ts";
import type { Engine } from "../../src/host/engine.ts";
import { failureOf } from "../helpers/failure.ts";

const folders = {} as never;

/** An engine that opens as a text, or fails. */
function engineThat(opens: string | Error): Engine {
  return {
    async open() {
      if (opens instanceof Error) throw opens;
      return opens as never;
    },
  };
}

const missing = (reason: string) =>
  engineThat(new PatchkitError("environment/engine-missing", reason, { hint: "h" }));

describe("firstThatWorks", () => {
  it("passes over engines that are missing, in order, and opens the first that is not", async () => {
    const passed: string[] = [];
    const engine = firstThatWorks(
      [
        { name: "docker", engine: missing("no daemon") },
        { name: "podman", engine: engineThat("podman's") },
        { name: "host", engine: engineThat("the host's") },
      ],
      (name, reason) => passed.push(`${name}: ${reason}`),
    );
    expect(await engine.open(folders)).toBe("podman's");
    expect(passed).toEqual(["docker: no daemon"]);
  });

  it("gives all reasons where none works, and stops at any other error", async () => {
    const none = firstThatWorks(
      [
        { name: "docker", engine: missing("no daemon") },
        { name: "podman", engine: missing("no program") },
      ],
      () => {},
    );
    expect(await failureOf(() => none.open(folders))).toMatchObject({
      code: "environment/engine-missing",
      message: "docker: no daemon; podman: no program",
    });
    for (const other of [new Error("a bug"), new PatchkitError("environment/disk-full", "no space")]) {
      const broken = firstThatWorks(
        [
          { name: "docker", engine: engineThat(other) },
          { name: "podman", engine: engineThat("podman's") },
        ],
        () => {},
      );
      await expect(broken.open(folders)).rejects.toBe(other);
    }
  });
});

it.each([
  ["", "1.19"],
  ["1.16", "1.19"],
  ["1.18.4", "1.19"],
  ["1.19", "1.19"],
  ["1.25.0", "1.25"],
])("builds a tree of Go %j with the line %s", (version, line) => {
  expect(goLineFor(version)).toBe(line);
});
