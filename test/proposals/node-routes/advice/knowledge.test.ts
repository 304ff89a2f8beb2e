import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasProblem, printAdvice } from "../../../../src/advise/index.ts";
import { knowledge } from "../../../../src/proposals/node-routes/advice/knowledge.ts";
import { adviceOf, fixtureFolder, fixtures } from "../../../helpers/advise-fixtures.ts";

describe("advice about node routes", () => {
  // UPDATE_ADVICE=1 writes them; each is to be read before it is committed.
  it.each(fixtures)("is as written for %s", (name) => {
    const path = join(fixtureFolder, name, "expected.txt");
    const text = `${printAdvice(adviceOf(name))}\n`;
    if (process.env["UPDATE_ADVICE"]) writeFileSync(path, text);
    expect(text).toBe(readFileSync(path, "utf8"));
  });

  it("finds something wrong in all setups but the one whose routes are another component's, and one that is redundant", () => {
    const sound = fixtures.filter((name) => !hasProblem(adviceOf(name)));
    expect(sound).toEqual(["endpoint-routes-and-local-route", "routes-of-kube-router"]);
  });

  it("names a rule with a source for everything that it says", () => {
    for (const name of fixtures) {
      const advice = adviceOf(name);
      const named = [advice.findings, advice.waysOut, advice.variants, advice.cidrs].flatMap((list) =>
        list.map(({ rule }) => rule),
      );
      const owners = advice.tables.flatMap(({ routes }) => routes.map(({ owner }) => owner.rule));
      expect([...named, ...owners].filter((rule) => !advice.rules[rule]?.source)).toEqual([]);
    }
  });

  it.each([
    ["Daemon: 1.10.4 2a46fd6 2021-09-01T12:58:41-07:00 go version go1.16.7", "1.10.4"],
    ["cilium image (running): v1.13.1", "v1.13.1"],
    ["      image: quay.io/cilium/cilium:v1.15.4@sha256:abc", "v1.15.4"],
    ["Cilium:        Ok   1.12.0 (v1.12.0-9447cd1)", "1.12.0"],
    ["Client: 1.10.4 2a46fd6", undefined],
    ["image: quay.io/coreos/etcd:v3.4.3", undefined],
  ])("knows a release in %j", (line, expected) => {
    expect(knowledge.releaseOf(line)).toBe(expected);
  });
});
