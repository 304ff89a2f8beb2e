import { describe, expect, it } from "vitest";
import { parseRuleLine } from "../../src/advise/parse-rule-line.ts";

describe("parseRuleLine", () => {
  it.each([
    ["0:\tfrom all lookup local", 0, null, null, [], "local"],
    ["9:\tfrom all fwmark 0x200/0xf00 lookup 2004", 9, null, null, ["fwmark 0x200/0xf00"], "2004"],
    ["20:\tfrom all to 10.1.2.3 lookup main", 20, null, "10.1.2.3/32", [], "main"],
    ["111:\tfrom 10.1.2.3 to 10.0.0.0/8 lookup 11", 111, "10.1.2.3/32", "10.0.0.0/8", [], "11"],
    ["5:\tfrom all iif lo unreachable", 5, null, null, ["iif lo"], "unreachable"],
    ["6:\tnot from all fwmark 0x1 lookup 5 proto static", 6, null, null, ["not from", "fwmark 0x1"], "5"],
  ])("reads %j", (line, priority, from, to, conditions, action) => {
    const rule = parseRuleLine(line, null);
    expect([
      rule?.priority,
      rule?.from?.text ?? null,
      rule?.to?.text ?? null,
      rule?.conditions,
      rule?.action,
    ]).toEqual([priority, from, to, conditions, action]);
  });

  it("reads how long a prefix must be", () => {
    expect(parseRuleLine("1: from all lookup main suppress_prefixlength 0", 4)?.suppressLength).toBe(0);
  });

  it.each(["10.0.0.0/24 dev eth0", "2: eth0: <UP>", "1: from all", "from all lookup main"])(
    "takes no other line for a rule: %j",
    (line) => {
      expect(parseRuleLine(line, null)).toBeUndefined();
    },
  );
});
