import ipaddr from "ipaddr.js";

export type Family = 4 | 6;

/** An address; `value` is its bits as a number, `text` its canonical form. */
export interface Address {
  readonly family: Family;
  readonly value: bigint;
  readonly text: string;
}

/** Addresses that share their first `length` bits. The bits after them are zero in `value` and `text`. */
export interface Prefix extends Address {
  readonly length: number;
}

/** Bits of an address. */
export const widthOf = (family: Family): number => (family === 4 ? 32 : 128);

/** An address in its usual notation: four decimal parts, or IPv6 without a zone. Undefined for all other text. */
export function parseAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return addressOf(ipaddr.IPv4.parse(text));
  if (text.includes(":") && !text.includes("%") && ipaddr.IPv6.isValid(text))
    return addressOf(ipaddr.IPv6.parse(text));
  return undefined;
}

/** `ADDRESS/LENGTH`, or an address alone as the prefix of that one. Host bits are dropped. */
export function parsePrefix(text: string): Prefix | undefined {
  const [, base = "", digits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parseAddress(base);
  if (!address) return undefined;
  const length = digits === undefined ? widthOf(address.family) : Number(digits);
  return length <= widthOf(address.family) ? prefixOf(address, length) : undefined;
}

/** The prefix of that length that holds the address. */
export function prefixOf({ family, value }: Address, length: number): Prefix {
  const masked = maskTo(family, value, length);
  return { family, value: masked, length, text: `${textOf(family, masked)}/${length}` };
}

/** All addresses of a family. */
export function everything(family: Family): Prefix {
  return prefixOf({ family, value: 0n, text: "" }, 0);
}

/** An IPv4 address or prefix that is written in IPv6 (`::ffff:10.0.0.1`), as IPv4; others as they are. */
export function unmapped(prefix: Prefix): Prefix {
  if (prefix.family === 4 || prefix.length < 96 || prefix.value >> 32n !== 0xffffn) return prefix;
  return prefixOf({ family: 4, value: prefix.value & 0xffffffffn, text: "" }, prefix.length - 96);
}

export function contains(outer: Prefix, inner: Address | Prefix): boolean {
  if (outer.family !== inner.family) return false;
  const length = "length" in inner ? inner.length : widthOf(inner.family);
  return outer.length <= length && maskTo(inner.family, inner.value, outer.length) === outer.value;
}

/** Whether both are the same addresses. */
export function equal(one: Prefix, other: Prefix): boolean {
  return one.family === other.family && one.length === other.length && one.value === other.value;
}

/** Whether the prefix is one address. */
export function isHost({ family, length }: Prefix): boolean {
  return length === widthOf(family);
}

/** Order of output: family, value, then the wider one first. */
export function comparePrefixes(one: Prefix, other: Prefix): number {
  if (one.family !== other.family) return one.family - other.family;
  if (one.value !== other.value) return one.value < other.value ? -1 : 1;
  return one.length - other.length;
}

/** The first `length` bits; the others are zero. */
export function maskTo(family: Family, value: bigint, length: number): bigint {
  const rest = BigInt(widthOf(family) - length);
  return (value >> rest) << rest;
}

function addressOf(parsed: ipaddr.IPv4 | ipaddr.IPv6): Address {
  const hex = parsed.toByteArray().map((byte) => byte.toString(16).padStart(2, "0"));
  const family = parsed.kind() === "ipv4" ? 4 : 6;
  const value = BigInt(`0x${hex.join("")}`);
  return { family, value, text: textOf(family, value) };
}

function textOf(family: Family, value: bigint): string {
  const digits = value.toString(16).padStart(widthOf(family) / 4, "0");
  const bytes = (digits.match(/../g) ?? []).map((two) => Number.parseInt(two, 16));
  const address = ipaddr.fromByteArray(bytes);
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}
