/** Folders that stand for themselves on nearly every machine. */
const usual: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.-])(?:\/private)?\/(?:tmp|var\/tmp|dev\/shm)(?![\w.-])/g, "TMP"],
  [/(?<![\w.-])(?:\/private)?\/var\/folders\/[^\s/:"']+\/[^\s/:"']+\/T(?![\w.-])/g, "TMP"],
  [/(?<![\w.-])\/(?:home|Users)\/[^\s/:;,"')\]]+/g, "HOME"],
  [/(?<![\w.-])\/root(?![\w.-])/g, "HOME"],
  [/\b[A-Za-z]:\\Users\\[^\s\\:"']+/g, "HOME"],
];

/**
 * A function that puts names in the place of folders of one machine, so that what it gives can be published.
 *
 * @param places absolute paths by the name that is shown instead; an empty one, a relative one and `/` are left out.
 */
export function hideLocalPaths(
  places: Readonly<Record<string, string | undefined>>,
): (text: string) => string {
  const own = Object.entries(places)
    .flatMap(([name, path]) => (path === undefined ? [] : [{ name, path: path.replace(/\/+$/, "") }]))
    .filter(({ path }) => path.startsWith("/"))
    // A folder within another one comes first.
    .sort((a, b) => b.path.length - a.path.length)
    .map(({ name, path }): readonly [RegExp, string] => [
      new RegExp(`(?<![\\w.-])${path.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?![\\w-])`, "g"),
      name,
    ]);
  return (text) => [...own, ...usual].reduce((shown, [found, name]) => shown.replace(found, name), text);
}
