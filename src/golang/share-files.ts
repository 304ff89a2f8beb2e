/** A parsed file, whose memory is freed by hand. */
interface Parsed {
  readonly text: string;
  dispose(): void;
}

/** A file, and how many were given it and have not disposed of it; the last file of a path counts one more. */
interface Shared<File> {
  readonly file: File;
  holders: number;
}

/** Keeps the last file of each path, and gives it again for the same text. Its tree is freed with its last holder. */
export function makeSharing<File extends Parsed>(
  parse: (path: string, text: string) => File,
): (path: string, text: string) => File {
  const last = new Map<string, Shared<File>>();
  return (path, text) => {
    const known = last.get(path);
    if (known?.file.text === text) {
      known.holders++;
      return known.file;
    }
    const parsed = parse(path, text);
    const free = parsed.dispose;
    const release = () => {
      if (--shared.holders === 0) free();
    };
    const shared: Shared<File> = { file: Object.assign(parsed, { dispose: release }), holders: 2 };
    last.set(path, shared);
    known?.file.dispose();
    return shared.file;
  };
}
