/**
 * Extensions that GitHub takes as attachments of issues, pull requests and discussions, github.com and enterprise
 * servers of any release; newer ones take more, `.html` and `.md` among them. Source: github/docs,
 * content/get-started/writing-on-github/working-with-advanced-formatting/attaching-files.md. It also says that `.patch`
 * cannot be attached from Linux, a known issue: patches travel in the zip.
 */
const extensions = ["zip", "gz", "tgz", "png", "svg", "txt", "json", "log", "patch"];

/** Largest attachment, in bytes: 10 MB for pictures, 25 MB for all else. Same source. */
const mostBytes = { picture: 10 * 1024 ** 2, other: 25 * 1024 ** 2 };

/** Whether a file can be attached by itself. */
export function isAttachable(path: string): boolean {
  return extensions.includes(extensionOf(path));
}

/** The largest size that GitHub takes of such a file, in bytes. */
export function mostBytesOf(path: string): number {
  return ["png", "svg"].includes(extensionOf(path)) ? mostBytes.picture : mostBytes.other;
}

function extensionOf(path: string): string {
  return /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}
