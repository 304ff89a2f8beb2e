import { partIds } from "../plan/index.ts";
import type { VariantTexts } from "./report-data.ts";

/** What is said of the variant of a series. */
export interface AboutVariant {
  /** Ids of the proposals that it is of: of a stack, those of all its variants. */
  readonly proposals: readonly string[];
  /** "" for an unknown variant. */
  readonly fixes: string;
  readonly doesNotFix: string;
}

/** What is said of a variant by its id; of a stack, what is said of each of its variants, with its id. */
export function aboutVariant(about: VariantTexts, id: string): AboutVariant {
  const parts = partIds(id);
  const known = parts.flatMap((part) => about[part] ?? []);
  const said = (name: "fixes" | "doesNotFix") => {
    if (known.length === 0) return "";
    const texts = parts.map((part) => about[part]?.[name] ?? "Unknown.");
    return parts.length === 1 ? texts.join("") : texts.map((text, at) => `${parts[at]}: ${text}`).join(" ");
  };
  return {
    proposals: [...new Set(known.map(({ proposal }) => proposal))],
    fixes: said("fixes"),
    doesNotFix: said("doesNotFix"),
  };
}
