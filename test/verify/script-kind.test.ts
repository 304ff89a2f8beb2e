import { describe, expect, it } from "vitest";
import { scriptKind } from "../../src/verify/script-kind.ts";

describe("scriptKind", () => {
  it("takes a script that searches", () => {
    const script = `#!/usr/bin/env bash
set -euo pipefail
# Don't run "make" here.
found="$(find . -name '*.go' -exec awk '/x/ { print > "/dev/stderr" }' {} + | xargs -n 1 grep -l word | sort -u)"
if [ -n "$found" ]; then
  >&2 echo "Run 'make mend' and submit it."
  exit 1
fi
`;
    expect(scriptKind(script)).toEqual({ programs: ["awk", "find", "grep", "sort", "xargs"] });
  });

  it("knows Go by the variable that names it, and gofmt by its path", () => {
    const script =
      'root=$(${GO:-go} env GOROOT)\nfind . | xargs $root/bin/gofmt -d -l\n"$GO" run example.org/linters ./...\n';
    expect(scriptKind(script)).toEqual({ programs: ["find", "go", "gofmt", "xargs"] });
  });

  it("does not look at what needs arguments", () => {
    const script = `check() {
  if grep -r word .; then
    >&2 echo "Run '$0 mend'."
    exit 1
  fi
}
mend() {
  sed -i 's/word//' "$@"
}
main() {
  if [ $# -ge 1 ] && [ "$1" == "mend" ]; then
    mend
  fi
  check
}
main "$@"
`;
    expect(scriptKind(script)).toEqual({ programs: ["grep"] });
    expect(scriptKind(script.replace("  check\n", "  mend\n"))).toEqual({ reason: "it runs sed in place" });
  });

  it.each([
    ["rm -rf api\nmake generate\ngit diff", "it runs rm, make, git"],
    ["${MAKE} -C docs", "it runs make"],
    ["tools/customvet ./...", "it runs customvet"],
    ["find . -name '*.pb.go' -delete", "it runs find -delete"],
    ["find . -exec rm {} \\;", "it runs rm"],
    ["ls | xargs -I {} sh -c x; xargs -n1 curl", "it runs curl"],
    ["go generate ./...", "it runs go generate"],
    ["gofmt -w pkg", "it runs gofmt in place"],
    ["A=b env C=d docker ps", "it runs docker"],
    ["if ! docker ps; then true; fi", "it runs docker"],
    ["find . >files.txt", "it writes files.txt"],
    ['eval "$x"', "it runs eval"],
  ])("says why it leaves out: %s", (script, reason) => {
    expect(scriptKind(script)).toEqual({ reason });
  });
});
