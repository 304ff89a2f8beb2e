/**
 * Kernels without the dummy driver cannot run upstream's privileged tests, which create dummy links. A copy of
 * the test file uses veth links instead. Each needs a peer, so each literal gets a peer name from a small
 * counter. Its import is on the line of the package clause and its code is at the end, to keep line numbers.
 * A veth link, unlike a dummy, looks for duplicates of its IPv6 addresses, and no route can name an address as
 * its source meanwhile; a test may make a network namespace where nothing switched that off, so that each
 * literal of an address gets the flag IFA_F_NODAD (linux/if_addr.h).
 *
 * @param source a Go test file.
 * @param serial distinguishes the copies of one package.
 * @returns undefined if the file creates no dummy link.
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
    .replaceAll(/\bnetlink\.Addr\{(?=\s*\w+:)(?![^{}]*\bFlags:)/g, "netlink.Addr{Flags: 0x2, ")
    .replace(/^package \w+/m, (clause) => `${clause}; import ${strconv} "strconv"`);
  return `${changed}\n${helper}\n`;
}

/**
 * Precedes bpftool on the PATH of privileged tests, which through v1.12 end at once if it fails. Engines older
 * than CAP_BPF do not have the privileges for all probes, so it only runs the unprivileged ones; without
 * bpftool in the image it reports no features.
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
