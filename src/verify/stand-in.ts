/**
 * Kernels without the dummy driver cannot run upstream's privileged tests, which create dummy links. In
 * a copy of the test file a veth takes the dummy's place. Each needs a peer, so each literal gets a peer
 * name of its own from a small counter. Its import shares the line of the package clause and its code
 * comes last, to keep the line numbers.
 *
 * @param source a Go test file.
 * @param serial tells the copies of one package apart.
 * @returns undefined where the file makes no dummy.
 */
export function withoutDummies(source: string, serial: number): string | undefined {
  if (!/\bnetlink\.Dummy\{/.test(source)) return undefined;
  const peer = `standInPeer${serial}`;
  const strconv = `standInStrconv${serial}`;
  const count = `standInPeers${serial}`;
  const name = `"peer${serial}-" + ${strconv}.Itoa(${count})`;
  const helper = `var ${count} int\nfunc ${peer}() string { ${count}++; return ${name} }`;
  const changed = source
    .replaceAll(/\bnetlink\.Dummy\{/g, `netlink.Veth{PeerName: ${peer}(), `)
    .replaceAll(/\bnetlink\.Dummy\b/g, "netlink.Veth")
    .replace(/^package \w+/m, (clause) => `${clause}; import ${strconv} "strconv"`);
  return `${changed}\n${helper}\n`;
}

/**
 * Goes before bpftool on the path of privileged tests, which through v1.12 end at once where it fails.
 * Engines older than CAP_BPF cannot give what probing everything takes, so it asks for what may be
 * probed; an image without bpftool has no feature to tell of.
 */
export const bpftoolStandIn = `#!/bin/sh
for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do
	if [ -x "$folder/bpftool" ]; then real=$folder/bpftool; break; fi
done
if [ -z "$real" ]; then echo '{}'; exit 0; fi
if output=$("$real" "$@" 2>/dev/null); then printf '%s\\n' "$output"; exit 0; fi
case "$*" in
*"feature probe"*) exec "$real" "$@" unprivileged ;;
*) exec "$real" "$@" ;;
esac
`;
