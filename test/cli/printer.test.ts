import { describe, expect, it, onTestFinished, vi } from "vitest";
import { makePrinter, type Printer, type PrintOptions, table } from "../../src/cli/printer.ts";

/** What is written to both streams while a printer works. */
function printed(options: Partial<PrintOptions>, work: (printer: Printer) => void, isTerminal = false) {
  const streams = { out: "", err: "" };
  const keep = (name: keyof typeof streams) => (text: unknown) => {
    streams[name] += `${text}`;
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(keep("out")),
    vi.spyOn(process.stderr, "write").mockImplementation(keep("err")),
  ];
  const before = Object.getOwnPropertyDescriptor(process.stderr, "isTTY");
  Object.defineProperty(process.stderr, "isTTY", { value: isTerminal, configurable: true });
  vi.stubEnv("TERM", "xterm");
  const restore = () => {
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
    if (before) Object.defineProperty(process.stderr, "isTTY", before);
    else Reflect.deleteProperty(process.stderr, "isTTY");
  };
  onTestFinished(restore);
  work(makePrinter({ json: false, quiet: false, color: false, ...options }));
  restore();
  return streams;
}

describe("a result", () => {
  const result = (printer: Printer) =>
    printer.result(
      { a: "\x07" },
      () => "words\x1b[2J",
      () => ["a: bad\x07", "b: bad"],
    );

  it("goes to stdout, in words or as JSON, with control characters written out", () => {
    expect(printed({}, result)).toEqual({ out: "words\\x1b[2J\n", err: "" });
    expect(printed({ json: true }, result)).toEqual({ out: '{\n  "a": "\\u0007"\n}\n', err: "" });
  });

  it("is with --quiet its problems alone, on stderr, but JSON where that is asked for", () => {
    expect(printed({ quiet: true }, result)).toEqual({ out: "", err: "a: bad\\x07\nb: bad\n" });
    expect(printed({ quiet: true, json: true }, result).out).toContain('"a"');
    expect(printed({ quiet: true }, (printer) => printer.result({}, () => "words"))).toEqual({
      out: "",
      err: "",
    });
  });

  it("ends with one line end, and is nothing where there are no words", () => {
    expect(printed({}, (printer) => printer.result({}, () => "a\n")).out).toBe("a\n");
    expect(printed({}, (printer) => printer.result({}, () => "")).out).toBe("");
  });

  it("comes line by line with --json-lines", () => {
    const { out } = printed({ json: true, lines: true }, (printer) => {
      printer.line({ a: 1 });
      printer.line(["\u2028"]);
    });
    expect(out).toBe('{"a":1}\n["\\u2028"]\n');
  });
});

describe("an error", () => {
  const told = { code: "usage/bad-argument", message: "expected a ref", hint: "See the list." };

  it("is told on stderr with its hint, even with --quiet", () => {
    const words = "cilium-patchkit: usage/bad-argument: expected a ref\n  See the list.\n";
    expect(printed({ quiet: true }, (printer) => printer.error(told))).toEqual({ out: "", err: words });
    const { err } = printed({}, (printer) => printer.error({ ...told, hint: undefined }));
    expect(err).toBe("cilium-patchkit: usage/bad-argument: expected a ref\n");
  });

  it("is a value on stdout with --json, on one line if all are", () => {
    const { out, err } = printed({ json: true }, (printer) => printer.error({ ...told, hint: undefined }));
    const error = { code: told.code, message: told.message, hint: null };
    expect([JSON.parse(out), err]).toEqual([{ schema: 1, error }, ""]);
    expect(out.split("\n").length).toBeGreaterThan(2);
    const line = printed({ json: true, lines: true }, (printer) => printer.error(told)).out;
    expect(line.split("\n")).toEqual([expect.stringContaining('"hint":"See the list."'), ""]);
  });
});

describe("what is said during a run", () => {
  const say = (printer: Printer) => {
    printer.note("a note\x07");
    printer.progress("one\ntwo");
    printer.tail("out\r\nput\x1b[2J");
  };

  it("goes to stderr, without progress where that is no terminal", () => {
    expect(printed({}, say)).toEqual({ out: "", err: "a note\\x07\nout\nput\\x1b[2J" });
    expect(printed({ json: true }, say).err).toBe("a note\\x07\nout\nput\\x1b[2J");
    expect(printed({ quiet: true }, say).err).toBe("");
  });

  it("replaces the line of progress on a terminal, which is never longer than the terminal", () => {
    const clear = "\r\x1b[K";
    expect(printed({}, say, true).err).toBe(`${clear}a note\\x07\n${clear}one two${clear}out\nput\\x1b[2J`);
    const long = printed({}, (printer) => printer.progress("x".repeat(5000)), true).err;
    expect(long.length).toBe(clear.length + (process.stderr.columns || 80) - 1);
  });

  it("is animated only on a terminal, and neither with --quiet nor with --json", () => {
    const hasScreen = (options: Partial<PrintOptions>, isTerminal: boolean) => {
      let found = false;
      printed(
        options,
        ({ screen }) => {
          found = screen !== undefined;
        },
        isTerminal,
      );
      return found;
    };
    expect([hasScreen({}, true), hasScreen({}, false)]).toEqual([true, false]);
    expect([hasScreen({ quiet: true }, true), hasScreen({ json: true }, true)]).toEqual([false, false]);
  });
});

describe("table", () => {
  it("aligns columns by what is seen, without blanks at the ends of lines", () => {
    expect(table([["a", "bbb", "c"], ["\x1b[32mlong\x1b[39m", "b"], [], ["x", "", "y"]])).toBe(
      "a     bbb  c\n\x1b[32mlong\x1b[39m  b\n\nx          y",
    );
    expect(table([])).toBe("");
  });
});
