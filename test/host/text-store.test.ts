import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openTextStore } from "../../src/host/text-store.ts";
import { makeFolder } from "../helpers/folder.ts";

describe("openTextStore", () => {
  it("keeps texts by key, also for the next run", async () => {
    const folder = await makeFolder();
    const store = openTextStore(folder);
    await store.set("a/../b", "one");
    await store.set("a", "two\n");
    await store.set("a", "three\n");
    const next = openTextStore(folder);
    expect(await next.get("a/../b")).toBe("one");
    expect(await next.get("a")).toBe("three\n");
    expect(await next.get("other")).toBeUndefined();
  });

  it("does without a value where nothing can be written", async () => {
    const folder = await makeFolder({ file: "" });
    const store = openTextStore(join(folder, "file"));
    await store.set("a", "one");
    expect(await store.get("a").catch(() => "not readable")).toBeUndefined();
  });
});
