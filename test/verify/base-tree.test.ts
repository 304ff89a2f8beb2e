import { describe, expect, it } from "vitest";
import { moduleFolder, moduleOf } from "../../src/verify/base-tree.ts";

const list = `# github.com/aws/sdk v1.0.0
## explicit
github.com/aws/sdk
# github.com/aws/sdk/service/ec2 v1.64.1
github.com/aws/sdk/service/ec2
# example.org/old v1.0.0 => example.org/new v2.0.0
example.org/old
`;

describe("moduleOf", () => {
  it("is the module with the longest path that holds the file", () => {
    expect(moduleOf(list, "vendor/github.com/aws/sdk/service/ec2/big.go")).toEqual({
      path: "github.com/aws/sdk/service/ec2",
      source: "github.com/aws/sdk/service/ec2@v1.64.1",
    });
    expect(moduleOf(list, "vendor/github.com/aws/sdk/other.go")?.source).toBe("github.com/aws/sdk@v1.0.0");
  });

  it("heeds replacements, and knows nothing of other files", () => {
    expect(moduleOf(list, "vendor/example.org/old/a.go")).toEqual({
      path: "example.org/old",
      source: "example.org/new@v2.0.0",
    });
    expect(moduleOf(list, "pkg/a.go")).toBeUndefined();
  });
});

describe("moduleFolder", () => {
  const result = (status: number, stdout: string) => ({
    ended: "exited" as const,
    status,
    stdout,
    stderr: "",
  });

  it("is what go says, where it could fetch the module", () => {
    expect(moduleFolder(result(0, '{"Path":"a","Dir":"/mod/a@v1"}'))).toBe("/mod/a@v1");
    expect(moduleFolder(result(1, '{"Error":"no"}'))).toBeUndefined();
  });
});
