import { PatchkitError } from "../../errors.ts";

/**
 * An image's name as in the distribution specification (github.com/distribution/reference, reference.go): host and
 * port, lower-case path, tag, digest. Nothing of it means anything to a shell or to a Dockerfile.
 */
const namePattern =
  /^(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

/** Whether a text names an image. */
export function isImageName(text: string): boolean {
  return text.length <= 400 && namePattern.test(text);
}

/**
 * Refuses what is no name of an image.
 *
 * @param flag that gave it.
 * @throws PatchkitError `usage/bad-argument`.
 */
export function assertImageName(flag: string, text: string): void {
  if (isImageName(text)) return;
  throw new PatchkitError(
    "usage/bad-argument",
    `${flag}: expected the name of an image such as quay.io/me/agent:v1, found ${JSON.stringify(text.slice(0, 200))}`,
    { hint: "Names are lower-case; a tag has letters, digits, dots, dashes and underscores, at most 128." },
  );
}

/** Refuses a name that pins a digest, which only a registry gives. */
export function assertTag(text: string): void {
  assertImageName("--tag", text);
  if (!text.includes("@")) return;
  throw new PatchkitError("usage/bad-argument", `--tag: expected a name without a digest, found ${text}`, {
    hint: "The digest is known after the image is built: it is printed.",
  });
}

/** Name and tag of an image; the tag is `latest` if none is given. */
export function splitImageName(name: string): { readonly repository: string; readonly tag: string } {
  const [plain = ""] = name.split("@");
  const colon = plain.lastIndexOf(":");
  if (colon <= plain.lastIndexOf("/")) return { repository: plain, tag: "latest" };
  return { repository: plain.slice(0, colon), tag: plain.slice(colon + 1) };
}

/** A tag that any text becomes: letters, digits, dots, dashes and underscores, at most 128. */
export function tagOf(text: string): string {
  const plain = text.replace(/[^\w.-]+/g, "-").replace(/^[.-]+/, "");
  return plain.slice(0, 128) || "latest";
}
