import { describe, expect, it } from "vitest";
import { findAddedTests, selectTests, statusOf } from "../../src/verify/added-tests.ts";
import { makeGoParser } from "../helpers/go.ts";

const parser = await makeGoParser();
const path = "pkg/p/p_test.go";
const before = "package p\n\nfunc (s *suite) TestOld(t *testing.T) {}\n";

describe("findAddedTests", () => {
  it("finds methods and functions that are new, and the test function that runs a method", () => {
    const after = `${before}
func (s *suite) TestNew(t *testing.T) {}

func TestPlain(t *testing.T) {}

func TestAll(t *testing.T) {
	t.Run("TestNew", func(t *testing.T) { s.TestNew(t) })
}
`;
    expect(findAddedTests([{ path, before, after }], parser)).toEqual([
      { path, name: "suite.TestNew", within: "TestAll" },
      { path, name: "TestPlain", within: "" },
      { path, name: "TestAll", within: "" },
    ]);
  });
});

describe("statusOf", () => {
  it("takes a method's results from every suite that has it, and from every subtest", () => {
    const method = { name: "base.TestNew" };
    expect(statusOf(method, { "v4.TestNew": "pass", "v6.TestNew#2": "pass", "v4.TestNewer": "fail" })).toBe(
      "pass",
    );
    expect(statusOf(method, { "TestAll/v4/TestNew": "pass", "TestAll/v6/TestNew": "fail" })).toBe("fail");
    expect(statusOf(method, { TestAll: "pass" })).toBe("not run");
  });

  it("counts a function's subtests as its own", () => {
    expect(statusOf({ name: "TestNew" }, { TestNew: "pass", "TestNew/v4": "fail" })).toBe("fail");
    expect(statusOf({ name: "TestNew" }, { TestNewer: "fail" })).toBe("not run");
  });
});

describe("selectTests", () => {
  const added = (name: string, within = "") => ({ path, name, within });

  it("names functions", () => {
    expect(selectTests([added("TestA"), added("TestB")], true)).toEqual(["-test.run=^(TestA|TestB)$"]);
  });

  it("lets the library of suites choose its methods", () => {
    expect(selectTests([added("base.TestA")], true)).toEqual([
      "-test.run=^(Test)$",
      "-check.v",
      "-check.f=\\.(TestA)$",
    ]);
  });

  it("names functions beside the methods that a library chooses", () => {
    expect(selectTests([added("base.TestA"), added("TestB")], true)).toEqual([
      "-test.run=^(Test|TestB)$",
      "-check.v",
      "-check.f=\\.(TestA)$",
    ]);
  });

  it("goes through the function that runs a method", () => {
    expect(selectTests([added("base.TestA", "TestAll")], false)).toEqual([
      "-test.run=^(TestAll)$/.*/^(TestA)$",
    ]);
  });

  it("goes through Test where a library runs methods as subtests", () => {
    expect(selectTests([added("base.TestA"), added("TestB")], false)).toEqual([
      "-test.run=^(Test|TestB)$/.*/^(TestA)$",
    ]);
  });
});
