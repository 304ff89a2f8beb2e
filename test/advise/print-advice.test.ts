import { describe, expect, it } from "vitest";
import { printAdvice } from "../../src/advise/print-advice.ts";
import { adviceAbout } from "../helpers/advise-fixtures.ts";

describe("printAdvice", () => {
  it("leaves out sections without content, and says so where nothing is wrong", () => {
    const text = printAdvice({ ...adviceAbout({ "-": "default via 10.0.0.1 dev eth0" }), live: [] });
    expect(text.match(/^\w.*$/gm)).toEqual(["Read", "Routes: -", "Found", "Variants", "Not known", "Rules"]);
    expect(text).toContain("  nothing wrong");
  });

  it("cuts long lists and says how", () => {
    const routes = Array.from({ length: 60 }, (_, index) => `10.0.${index}.0/24 dev eth0`).join("\n");
    expect(printAdvice(adviceAbout({ "-": routes }))).toContain("and 36 more; --json has all");
  });
});
