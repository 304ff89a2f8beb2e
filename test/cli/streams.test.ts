import { expect, it, onTestFinished } from "vitest";
import { watchStreams } from "../../src/cli/streams.ts";

/** Watches the streams of this process for one test. */
function watch() {
  const streams = [process.stdout, process.stderr];
  const before = streams.map((stream) => stream.listeners("error"));
  const watched = watchStreams();
  onTestFinished(() => {
    for (const [index, stream] of streams.entries())
      for (const listener of stream.listeners("error"))
        if (!before[index]?.includes(listener)) stream.off("error", listener as () => void);
  });
  return watched;
}

const failure = (code: string) => Object.assign(new Error(code), { code });

it("finds nothing wrong where all is written, or the reader has enough", async () => {
  const streams = watch();
  expect(await streams.flush()).toBeUndefined();
  process.stdout.emit("error", failure("EPIPE"));
  expect(await streams.flush()).toBeUndefined();
});

it("tells the first failure of stdout, also one that comes while it waits", async () => {
  const streams = watch();
  const flushed = streams.flush();
  process.stdout.emit("error", failure("ENOSPC"));
  process.stdout.emit("error", failure("EIO"));
  expect((await flushed)?.code).toBe("ENOSPC");
  expect((await streams.flush())?.code).toBe("ENOSPC");
});

it("bears what stderr does not take, and tells nobody", async () => {
  const streams = watch();
  expect(() => process.stderr.emit("error", failure("ENOSPC"))).not.toThrow();
  expect(await streams.flush()).toBeUndefined();
});
