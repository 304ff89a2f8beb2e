import { outcomeOf } from "../../report/index.ts";
import type { Cell } from "../choose-cells.ts";
import type { Box } from "./fill-template.ts";

/** Checks that together show that a series' own tests cover what it adds. */
const covering = ["unit", "bite"];

/** The boxes of a template that the evidence of a cell supports. */
export function supportedBoxes({ series, shown }: Cell, hasNote: boolean): Box[] {
  const isCovered = shown.evidence !== null && covering.every((id) => outcomeOf(shown, id) === "pass");
  return [
    ...(isCovered ? ["tests" as const] : []),
    ...(series.file.identity?.signsOff === true ? ["sign-off" as const] : []),
    ...(hasNote ? ["release-note" as const] : []),
  ];
}
