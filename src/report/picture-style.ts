import { reportStyle } from "./report-style.ts";

/** Fonts that a picture is drawn with on its own; a browser without them takes its own. */
export const pictureFonts = { sans: "'DejaVu Sans', sans-serif", mono: "'DejaVu Sans Mono', monospace" };

/** The light colours of the page by name, such as `--text`. */
const colours = new Map(
  [...(reportStyle.split("@media")[0] ?? "").matchAll(/(--[\w-]+): (#\w+)/g)].map(([, name, value]) => [
    name,
    value,
  ]),
);

/** One of the page's light colours. */
export function colour(name: string): string {
  return colours.get(`--${name}`) ?? "#000";
}

/**
 * A page's rules for pictures, for an SVG on its own: without variables, and without the shorthand `font`, which not
 * every program that draws SVG knows.
 */
export function standaloneStyle(style: string): string {
  return style
    .replace(/var\((--[\w-]+)\)/g, (_, name: string) => colours.get(name) ?? "#000")
    .replace(/font: ([\d.]+px) ([^;}]*)/g, (_, size: string, family: string) => {
      const fonts = family.includes("mono") ? pictureFonts.mono : pictureFonts.sans;
      return `font-size: ${size}; font-family: ${fonts}`;
    });
}
