import { renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCheckout, openRepository, resolveRefs } from "../../src/checkout/index.ts";
import { openGit } from "../../src/host/git.ts";
import { blobless, commonRef, handlerPath, makeOrigin } from "../helpers/clone.ts";
import { commitOn } from "../helpers/clone-git.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
const git = openGit({ env: process.env, signal: new AbortController().signal });

async function checkoutOf(dir: string, name: string) {
  const repository = await openRepository({ git, dir, tempDir: temp });
  const [ref] = await resolveRefs(repository, [name]);
  if (!ref || "error" in ref) throw new Error(`expected ${name}`);
  return { repository, checkout: await openCheckout(repository, ref) };
}

describe("a checkout", () => {
  it("has a partial clone ask once for the files it lacks, and never again", async () => {
    const origin = await makeOrigin(join(temp, "partial"));
    const clone = blobless(origin, join(temp, "blobless"));
    const { repository, checkout } = await checkoutOf(clone.dir, commonRef);
    const paths = [handlerPath, "go.mod", "pkg/option/config.go", "no/such/file.go", "pkg"];
    await checkout.prefetch(paths);
    renameSync(origin.dir, `${origin.dir}-gone`);
    expect(await checkout.readText(handlerPath)).toContain("package linux");
    expect(await checkout.readText("pkg/option/config.go")).toContain("package option");
    expect(await checkout.readText("no/such/file.go")).toBeUndefined();
    await expect(checkout.readText("VERSION")).rejects.toMatchObject({ code: "checkout/missing-object" });
    await repository.close();
  });

  it("peeks into files that could not be edited, and into no folder or link", async () => {
    const origin = await makeOrigin(join(temp, "peek"));
    commitOn(origin.dir, commonRef, "odd", {
      crlf: "a\r\nb\r\n",
      latin: Buffer.from([0x61, 0xe4, 0x0a]),
      link: { symlink: "crlf" },
    });
    const { repository, checkout } = await checkoutOf(origin.dir, "odd");
    expect(await checkout.peekText("crlf")).toBe("a\r\nb\r\n");
    expect(await checkout.peekText("latin")).toBe("a\ufffd\n");
    for (const path of ["link", "pkg", "no/such/file"]) expect(await checkout.peekText(path)).toBeUndefined();
    for (const path of ["crlf", "latin", "link"]) await expect(checkout.readText(path)).rejects.toThrow();
    await repository.close();
  });
});
