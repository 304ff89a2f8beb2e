import { describe, expect, it } from "vitest";
import type { EnginePlace } from "../../src/host/engine.ts";
import { lackOf, privilegesOf } from "../../src/verify/go-tests.ts";

/** An engine that can give these privileges. */
function placeWith(...kinds: readonly ("user" | "network" | "bpf")[]): EnginePlace {
  const isolation = kinds.map((privileges) => ({ privileges, allowed: [] }));
  return { engine: "docker", isolation } as unknown as EnginePlace;
}

describe("privileges of tests", () => {
  it("are those of a user, or of a network and then of BPF maps, where the engine has them", () => {
    const all = placeWith("user", "network", "bpf");
    expect(privilegesOf("unit", all)).toEqual(["user"]);
    expect(privilegesOf("privileged", all)).toEqual(["network", "bpf"]);
    expect(privilegesOf("privileged", placeWith("user", "network"))).toEqual(["network"]);
  });

  it("are missed by privileged tests alone, on an engine without CAP_BPF", () => {
    const without = placeWith("user", "network");
    expect(lackOf("privileged", without)).toMatch(/^this docker gives tests no CAP_BPF, /);
    expect(lackOf("unit", without)).toBeUndefined();
    expect(lackOf("privileged", placeWith("user", "network", "bpf"))).toBeUndefined();
  });
});
