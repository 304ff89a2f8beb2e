import { describe, expect, it } from "vitest";
import { neutralIdentity, parseIdentity } from "../../src/series/identity.ts";
import { failureOf } from "../helpers/failure.ts";

describe("parseIdentity", () => {
  it.each([
    ["Jane Doe <jane@example.org>", "Jane Doe", "jane@example.org"],
    ["  Jane Doe   <jane@example.org>  ", "Jane Doe", "jane@example.org"],
    ["Jane Doe<jane@example.org>", "Jane Doe", "jane@example.org"],
    ["J <j@localhost>", "J", "j@localhost"],
    ["Jürgen Müller <jm+cilium@example.org>", "Jürgen Müller", "jm+cilium@example.org"],
    ['Doe, Jane "JD" <jane@example.org>', 'Doe, Jane "JD"', "jane@example.org"],
  ])("takes %j, and such an identity signs off", (text, name, mail) => {
    expect(parseIdentity(text)).toEqual({ name, mail, signsOff: true });
  });

  it.each([
    "",
    "Jane Doe",
    "jane@example.org",
    "<jane@example.org>",
    "Jane Doe <>",
    "Jane Doe <jane>",
    "Jane Doe <jane@>",
    "Jane Doe <@example.org>",
    "Jane Doe <jane@example.org> and more",
    "Jane Doe <jane @example.org>",
    "Jane <Doe> <jane@example.org>",
    "Jane Doe <jane@example.org",
    "Jane\nDoe <jane@example.org>",
    "Jane Doe <jane@example.org>\nX: y <z@example.org>",
  ])("refuses %j and shows what is expected", async (text) => {
    expect(await failureOf(() => parseIdentity(text))).toEqual({
      code: "usage/bad-argument",
      message: `expected an identity like "Jane Doe <jane@example.org>", found ${JSON.stringify(text)}`,
      hint: "It becomes author and Signed-off-by of every commit.",
    });
  });

  it.each(["Jane\u0000Doe", "Jane\u001b[31mDoe", "Jane\u0007"])("refuses the name %j", async (name) => {
    const { code } = await failureOf(() => parseIdentity(`${name} <jane@example.org>`));
    expect(code).toBe("usage/bad-argument");
  });
});

describe("neutralIdentity", () => {
  it("does not sign off, and its address can receive no mail", () => {
    expect(neutralIdentity.signsOff).toBe(false);
    expect(neutralIdentity.mail).toMatch(/\.invalid$/);
  });
});
