import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** The fonts that pictures are drawn with. */
const fontFiles = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf"];

/** Pixels per unit of an SVG: sharp on a screen of high density. */
const zoom = 2;

/** Draws an SVG as PNG: the same bytes on every machine, for the fonts are our own. */
export type PngRenderer = (svg: string) => Uint8Array;

/** Loads resvg's WASM and the fonts; nothing of it is needed by commands without pictures. */
export async function loadPngRenderer(): Promise<PngRenderer> {
  const { Resvg, initWasm } = await import("@resvg/resvg-wasm");
  const wasm = await readFile(fileURLToPath(import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  await initWasm(wasm).catch((reason: unknown) => {
    // It can be done once in a process, and is done.
    if (!(reason instanceof Error && reason.message.includes("Already initialized"))) throw reason;
  });
  const fontBuffers = await Promise.all(fontFiles.map((name) => readFile(fontPath(name))));
  return (svg) => {
    const picture = new Resvg(svg, {
      font: {
        fontBuffers,
        defaultFontFamily: "DejaVu Sans",
        sansSerifFamily: "DejaVu Sans",
        monospaceFamily: "DejaVu Sans Mono",
      },
      fitTo: { mode: "zoom", value: zoom },
    });
    try {
      return picture.render().asPng();
    } finally {
      picture.free();
    }
  };
}

/** Copied into `dist/` by the build, taken from its package when running from source. */
function fontPath(name: string): string {
  const built = fileURLToPath(new URL(`../fonts/${name}`, import.meta.url));
  return existsSync(built) ? built : createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}`);
}
