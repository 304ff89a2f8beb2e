import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { readDiffStyle } from "../../src/host/diff-style.ts";
import { makeReport } from "../helpers/evidence.ts";
import { makeFolder } from "../helpers/folder.ts";
import { reportHtml } from "../helpers/report.ts";

/** Debian's package `chromium`. */
const chromiumPath = "/usr/bin/chromium";

const isMissing = !existsSync(chromiumPath);
if (isMissing && process.env["CI"])
  throw new Error(`expected Chromium at ${chromiumPath}, found none: apt-get install chromium`);
if (isMissing) console.warn(`skipped: no Chromium at ${chromiumPath}`);

/** What measure-page.js tells of a page. */
interface Measures {
  readonly measured: number;
  readonly pale: readonly { readonly text: string; readonly ratio: number }[];
  readonly overflowPx: number;
  readonly background: string;
  readonly smallest: number;
}

/** What is asked of an element that may scroll. */
interface Scrolled {
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly scrollLeft: number;
}

describe.skipIf(isMissing)("report.html in a browser without scripts", () => {
  let browser: Browser;
  let measure: string;
  beforeAll(async () => {
    measure = await readFile(new URL("measure-page.js", import.meta.url), "utf8");
    // Takes a new empty profile by itself.
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  });
  afterAll(() => browser?.close());

  /** Opens the report as a file, and tells what else was asked for. */
  async function open(
    colorScheme: "light" | "dark",
    width: number,
    javaScriptEnabled = false,
  ): Promise<{ page: Page; requests: string[]; troubles: string[] }> {
    const folder = await makeFolder({
      "report.html": reportHtml(makeReport(), "patches", await readDiffStyle()),
    });
    const context = await browser.newContext({
      colorScheme,
      viewport: { width, height: 800 },
      javaScriptEnabled,
    });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const requests: string[] = [];
    const troubles: string[] = [];
    const url = pathToFileURL(join(folder, "report.html")).href;
    page.on("request", (request) => requests.push(request.url().replace(url, "the page")));
    page.on("console", (message) => troubles.push(message.text()));
    page.on("pageerror", (error) => troubles.push(error.message));
    await page.goto(url);
    return { page, requests, troubles };
  }

  /** Opens everything that can be opened, as a reader would: by a click. */
  async function openAll(page: Page): Promise<void> {
    for (;;) {
      const shut = page.locator("details:not([open]) > summary:visible");
      if ((await shut.count()) === 0) return;
      await shut.first().click();
    }
  }

  describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
    it.each([360, 1280])(
      "is readable at %i pixels, shut and open, and asks for nothing",
      async (width) => {
        const { page, requests, troubles } = await open(colorScheme, width);
        const atFirst = await page.evaluate<Measures>(measure);
        await openAll(page);
        const opened = await page.evaluate<Measures>(measure);
        for (const { pale, overflowPx, measured } of [atFirst, opened]) {
          expect(pale).toEqual([]);
          expect(overflowPx).toBe(0);
          expect(measured).toBeGreaterThan(100);
        }
        expect(opened.measured).toBeGreaterThan(atFirst.measured + 100);
        expect(atFirst.background).toBe(colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(13, 17, 23)");
        expect(atFirst.smallest).toBeGreaterThan(10);
        expect(requests).toEqual(["the page"]);
        expect(troubles).toEqual([]);
      },
      60_000,
    );
  });

  it.each([
    ["light", 1440, "screen"],
    ["dark", 1440, "screen"],
    ["light", 390, "screen"],
    ["dark", 390, "screen"],
    ["light", 1440, "print"],
  ] as const)(
    "has nothing that axe finds, in %s colours at %i pixels on %s",
    async (colorScheme, width, media) => {
      const { page } = await open(colorScheme, width, true);
      await page.emulateMedia({ media });
      for (const isOpen of [false, true]) {
        await page.evaluate(`for (const one of document.querySelectorAll("details")) one.open = ${isOpen}`);
        await page.evaluate(axe.source);
        const { violations, passes } = await page.evaluate<axe.AxeResults>("axe.run()");
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        expect(passes.length).toBeGreaterThan(10);
      }
    },
    60_000,
  );

  it("shows logs and patches when they are opened by keyboard alone", async () => {
    const { page } = await open("light", 1280);
    const line = page.getByText("n.deleteRemoteNodeRoute(oldPrefix)").first();
    const patch = page.locator("details.patch > summary").first();
    expect(await line.isVisible()).toBe(false);
    await patch.focus();
    await page.keyboard.press("Enter");
    expect(await line.isVisible()).toBe(true);
    await page.keyboard.press("Space");
    expect(await line.isVisible()).toBe(false);
  });

  it("scrolls wide tables within themselves", async () => {
    const { page } = await open("light", 360);
    const board = page.getByRole("group", { name: "Scoreboard" });
    const isCutOff = (element: Scrolled) => element.scrollWidth > element.clientWidth;
    expect(await board.evaluate(isCutOff)).toBe(true);
    await board.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => board.evaluate((element: Scrolled) => element.scrollLeft)).toBeGreaterThan(0);
  });

  it("tells a screen reader of its pictures, headings and tables", async () => {
    const { page } = await open("light", 1280);
    const pictures = page.getByRole("img");
    expect(await pictures.count()).toBe(3);
    await expect
      .poll(() => pictures.nth(2).ariaSnapshot())
      .toContain("rp_filter 0 and 1: answered, reply leaves through the fabric");
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    const cells = page.getByRole("group", { name: "Scoreboard" }).getByRole("rowheader");
    expect(await cells.allInnerTexts()).toEqual([
      "v1.10.12 (09e4ab450fd1)",
      "v1.15.0 (a8668f816272)",
      "main (841fa11a436c)",
    ]);
  });

  it("goes from the scoreboard to a ref", async () => {
    const { page } = await open("light", 1280);
    await page.getByRole("link", { name: "v1.15.0 (a8668f816272)" }).click();
    expect(page.url()).toMatch(/#ref-v1\.15\.0-a8668f816272$/);
    expect(await page.getByRole("heading", { name: "v1.15.0 (a8668f816272)", exact: true }).count()).toBe(1);
  });
});
