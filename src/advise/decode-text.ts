/** Text of a file as somebody saved it, and what is odd about it. */
export interface DecodedText {
  readonly text: string;
  readonly oddity: string | null;
}

/**
 * Text from bytes: UTF-8, or UTF-16 with a byte order mark, as PowerShell writes it. Line ends become `\n`, the codes
 * of colours are left out, as `ip -c` prints them.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  return {
    text: text.replace(/\x1b\[[\d;]*m/g, "").replace(/\r\n?/g, "\n"),
    oddity: text.includes("\ufffd") ? "not all of it is UTF-8; what is not is shown as \ufffd" : null,
  };
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}
