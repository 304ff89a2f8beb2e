/** Folders that are the same on nearly every machine. */
const usual: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.-])(?:\/private)?\/(?:tmp|var\/tmp|dev\/shm)(?![\w.-])/g, "TMP"],
  [/(?<![\w.-])(?:\/private)?\/var\/folders\/[^\s/:"']+\/[^\s/:"']+\/T(?![\w.-])/g, "TMP"],
  [/(?<![\w.-])\/(?:home|Users)\/[^\s/:;,"')\]]+/g, "HOME"],
  [/(?<![\w.-])\/root(?![\w.-])/g, "HOME"],
  [/\b[A-Za-z]:\\Users\\[^\s\\:"']+/g, "HOME"],
];

/**
 * A function that replaces folders of this machine by names, so that its result can be published.
 *
 * @param places absolute paths by the name shown instead; empty and relative paths and `/` are ignored.
 */
export function hideLocalPaths(
  places: Readonly<Record<string, string | undefined>>,
): (text: string) => string {
  const own = Object.entries(places)
    .flatMap(([name, path]) => (path === undefined ? [] : [{ name, path: path.replace(/\/+$/, "") }]))
    .filter(({ path }) => path.startsWith("/"))
    // Nested folders come first.
    .sort((a, b) => b.path.length - a.path.length)
    .map(({ name, path }): readonly [RegExp, string] => [
      new RegExp(`(?<![\\w.-])${path.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?![\\w-])`, "g"),
      name,
    ]);
  return (text) => [...own, ...usual].reduce((shown, [found, name]) => shown.replace(found, name), text);
}
