import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { loadPngRenderer } from "../../src/host/render-png.ts";

const svg = (text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="2" y="15" font-family="DejaVu Sans">${text}</text></svg>`;

it("draws text at twice its size, with fonts of its own, and the same bytes again", async () => {
  const render = await loadPngRenderer();
  const [png, again, empty] = [render(svg("✗ VM")), (await loadPngRenderer())(svg("✗ VM")), render(svg(""))];
  const view = Buffer.from(png);
  expect(view.subarray(1, 4).toString()).toBe("PNG");
  expect([view.readUInt32BE(16), view.readUInt32BE(20)]).toEqual([120, 40]);
  const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  expect(digest(again)).toBe(digest(png));
  // Without a font, there would be nothing to see.
  expect(digest(empty)).not.toBe(digest(png));
});
