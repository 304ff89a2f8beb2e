/** A text that must not be shown: it is in no message, log or JSON unless it is revealed. */
export interface Secret {
  /** Where it was taken from, such as `GH_TOKEN`. */
  readonly source: string;
  /** The text itself, for the one who sends it. */
  reveal(): string;
  /** A text without the secret, plain and as it is encoded in URLs and HTTP headers. */
  scrub(text: string): string;
}

/** Hides a text. */
export function makeSecret(text: string, source: string): Secret {
  // The longest that holds another first.
  const forms = [
    text,
    encodeURIComponent(text),
    Buffer.from(`x-access-token:${text}`).toString("base64"),
    Buffer.from(text).toString("base64"),
  ];
  return {
    source,
    reveal: () => text,
    scrub: (shown) => forms.reduce((left, form) => left.replaceAll(form, "[token]"), shown),
  };
}
