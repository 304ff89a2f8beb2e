import { inspect } from "node:util";
import { expect, it } from "vitest";
import { makeSecret } from "../../src/host/secret.ts";

it("a secret shows itself to nobody who does not ask, in none of its forms", () => {
  const secret = makeSecret("ghp_a/b+c", "GH_TOKEN");
  const basic = Buffer.from("x-access-token:ghp_a/b+c").toString("base64");
  expect(secret.scrub(`ghp_a/b+c ${encodeURIComponent("ghp_a/b+c")} ${basic}`)).toBe(
    "[token] [token] [token]",
  );
  expect(`${JSON.stringify(secret)} ${inspect(secret, { depth: 5 })} ${secret}`).not.toContain("ghp_a");
  expect(secret.reveal()).toBe("ghp_a/b+c");
});
