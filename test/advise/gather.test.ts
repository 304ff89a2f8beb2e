import { describe, expect, it } from "vitest";
import { adviceAbout } from "../helpers/advise-fixtures.ts";

const names = (texts: Readonly<Record<string, string>>) =>
  adviceAbout(texts).tables.map(({ name, routes }) => `${name}: ${routes.length}`);

describe("gather", () => {
  it("puts both families of one node together, and what repeats", () => {
    expect(
      names({
        v4: "default via 10.0.0.1 dev a\n10.0.0.0/24 dev a src 10.0.0.5",
        v6: "default via fe80::1 dev a",
        all: "default via 10.0.0.1 dev a\n10.0.0.0/24 dev a src 10.0.0.5\nlocal 10.0.0.5 dev a table local",
      }),
    ).toEqual(["v4, v6, all: 4"]);
  });

  it("keeps nodes apart by prompt, else by what their tables say", () => {
    expect(names({ two: "a@n1:~# ip r\ndefault dev x\na@n2:~# ip r\ndefault dev x\n" })).toEqual([
      "n1: 1",
      "n2: 1",
    ]);
    expect(names({ one: "10.0.0.0/24 dev a src 10.0.0.5", other: "10.0.0.0/24 dev a src 10.0.0.6" })).toEqual(
      ["one: 1", "other: 1"],
    );
  });

  it("knows a table's node by an address that is its own", () => {
    const nodes =
      "kind: CiliumNode\nmetadata: {name: n7}\nspec: {addresses: [{ip: 10.0.0.6, type: InternalIP}]}\n";
    expect(names({ routes: "10.0.0.0/24 dev a src 10.0.0.6", nodes })).toEqual(["n7: 1"]);
  });
});
