import { expect, it } from "vitest";
import { isAttachable, mostBytesOf } from "../../src/publish/attachable.ts";

it.each([
  ["a.zip", true, 25],
  ["pictures/a.PNG", true, 10],
  ["a.svg", true, 10],
  ["0001-a.patch", true, 25],
  ["report.html", false, 25],
  ["SHA256SUMS", false, 25],
  ["series", false, 25],
])("knows whether %s can be attached, and how large", (path, attachable, megabytes) => {
  expect(isAttachable(path)).toBe(attachable);
  expect(mostBytesOf(path)).toBe(megabytes * 1024 ** 2);
});
