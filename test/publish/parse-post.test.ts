import { describe, expect, it } from "vitest";
import { parsePost } from "../../src/publish/parse-post.ts";
import { formatFilesMarker } from "../../src/publish/post-marker.ts";
import { patchPieces, seriesHead } from "../../src/publish/series-pieces.ts";
import { makeCell } from "../helpers/cells.ts";

const lines = { applyLine: () => "git am x/*.patch", fetchLine: () => "fetch" };

describe("parsePost", () => {
  it("reads back what a post says, to the byte, also with CRLF", () => {
    const text = 'a\n````\n--\n-- \n"<!-- patchkit:patch -->"\n\n';
    const cell = makeCell({ name: "a--b", patches: [{ name: "0001-a--b.patch", subject: "a", text }] });
    const post = [seriesHead(cell, lines), ...patchPieces(cell)].map((piece) => piece.text).join("\n\n");
    for (const body of [post, post.replaceAll("\n", "\r\n")]) {
      const { series, patches } = parsePost(body);
      expect(series).toEqual([
        { folder: "v1.10.12/a--b", base: cell.series.file.base, digest: cell.series.digest },
      ]);
      expect(patches).toEqual(new Map([["v1.10.12/a--b/0001-a--b.patch", text]]));
    }
  });

  it("finds each zip that is linked, once", () => {
    const url = "https://github.com/user-attachments/files/1/patchkit-v1.10.12.zip";
    expect(parsePost(`[a.zip](${url}) and <${url}> or https://h/b.zip, https://h/c.zipped`).zips).toEqual([
      url,
    ]);
  });

  it("finds where the files are, each place once", () => {
    const url = "https://github.com/jane/a--b/tree/1";
    const mark = formatFilesMarker(url);
    expect(mark.slice(4, -3)).not.toContain("--");
    expect(parsePost(`${mark}\r\n${mark} <!-- patchkit:files 1 -->`).files).toEqual([url]);
  });

  it("leaves out marks of another form, and finds nothing in other texts", () => {
    expect(parsePost('<!-- patchkit:series {"folder":1} --> <!-- patchkit:series {x} -->')).toEqual({
      series: [],
      patches: new Map(),
      files: [],
      zips: [],
    });
  });

  it("leaves out what only looks like a URL", () => {
    const text = "https://[x.zip https://example.org:port/x.zip https://example.org/x.zip";
    expect(parsePost(text).zips).toEqual(["https://example.org/x.zip"]);
  });
});
