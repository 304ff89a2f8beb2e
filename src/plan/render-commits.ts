import {
  badTemplate,
  type Companion,
  companionOf,
  conditionsOf,
  parseEdit,
  withoutConditions,
} from "../edit/index.ts";
import { PatchkitError } from "../errors.ts";
import { isList } from "../profile/index.ts";
import { reflow } from "../text/index.ts";
import { type CompanionPlace, leftOut, whyLeftOut } from "./companions.ts";
import { isFileCondition } from "./file-conditions.ts";
import type { CommitTemplates, TemplateSource, Variant } from "./load-templates.ts";
import type { RenderedCommit } from "./plan-commits.ts";
import type { Renderer } from "./render.ts";
import { lookUp, type View } from "./view.ts";

/** Line width of commit messages. */
const bodyWidth = 74;

/** File name suffix of test templates. */
const testTemplate = "test.go.hbs";

/** Rendered commits, and why they have no tests: "" if they have them. */
export interface RenderedCommits {
  readonly commits: readonly RenderedCommit[];
  readonly untested: string;
  /** Places of companion commits that do not come into question. */
  readonly left: readonly CompanionPlace[];
}

/**
 * Renders every commit of a variant. All missing facts are reported at once; if only a test needs one, the series is
 * rendered without that test.
 *
 * @throws PatchkitError `profile/fact-absent` if the release has not what the variant is about; `profile/fact-missing`.
 */
export function renderCommits(variant: Variant, view: View, renderer: Renderer): RenderedCommits {
  const missing: PatchkitError[] = [];
  const left: CompanionPlace[] = [];
  let untested = "";
  const commits = variant.commits
    .filter(({ message }) => applies(message, view))
    .flatMap((commit) => {
      const companion = companionOf(commit.message.name, commit.message.source);
      if (companion !== undefined) {
        const rendered = renderCompanionCommit(commit, companion, view, renderer);
        left.push(...rendered.left);
        return rendered.commits;
      }
      const miss = (error: PatchkitError, isTest: boolean) => {
        if (isTest) untested ||= error.message;
        else missing.push(error);
      };
      return [renderCommit(commit, view, renderer, miss)];
    });
  const absent = missing.find(({ code }) => code === "profile/fact-absent");
  if (absent) throw absent;
  const [first] = missing;
  if (!first) return { commits, untested, left };
  const messages = [...new Set(missing.map(({ message }) => message))];
  throw new PatchkitError("profile/fact-missing", `${variant.spec.id} at ${messages.join("; ")}`, {
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  });
}

/** Whether the header's conditions hold. */
function applies(template: TemplateSource, view: View): boolean {
  return failedCondition(template, view) === undefined;
}

/** The first of the header's conditions that does not hold. A list that is empty counts as false, as it does for `if`. */
function failedCondition(template: TemplateSource, view: View): string | undefined {
  return conditionsOf(template.source).find((condition) => {
    const name = condition.replace(/^!/, "");
    const value = lookUp(view, name);
    if (value === undefined) throw badTemplate(template.name, `"when: ${name}" is not a name of the view`);
    return (isList(value) ? value.length > 0 : Boolean(value)) === condition.startsWith("!");
  });
}

function renderCommit(
  commit: CommitTemplates,
  view: View,
  renderer: Renderer,
  miss: (error: PatchkitError, isTest: boolean) => void,
): RenderedCommit {
  const render = ({ name, source }: TemplateSource) =>
    renderer.render({ name, source: withoutConditions(source) }, view);
  const edits = commit.edits.flatMap((edit) => {
    try {
      return applies(edit, view) ? [parseEdit(edit.name, render(edit))] : [];
    } catch (error) {
      if (!(error instanceof PatchkitError) || !/^profile\/fact-(missing|absent)$/.test(error.code))
        throw error;
      miss(error, edit.name.endsWith(testTemplate));
      return [];
    }
  });
  return { ...messageOf(render(commit.message)), edits };
}

function messageOf(rendered: string): Pick<RenderedCommit, "subject" | "body"> {
  const message = rendered.replace(/^---\n---\n/, "").trim();
  const [subject = "", ...rest] = message.split("\n");
  return { subject, body: reflow(rest.join("\n").trim(), bodyWidth) };
}

/** A commit that follows the code; none if no place of it comes into question, or one of those that belong together is unknown. */
function renderCompanionCommit(
  commit: CommitTemplates,
  companion: Companion,
  view: View,
  renderer: Renderer,
): { readonly commits: readonly RenderedCommit[]; readonly left: readonly CompanionPlace[] } {
  const left: CompanionPlace[] = [];
  let unknown: string | undefined;
  const render = ({ name, source }: TemplateSource) =>
    renderer.render({ name, source: withoutConditions(source) }, view);
  const edits = commit.edits.flatMap((edit) => {
    try {
      const failed = failedCondition(edit, view);
      if (failed === undefined) return [parseEdit(edit.name, render(edit))];
      left.push(leftOut(edit.name, "", reasonOf(failed)));
    } catch (error) {
      const { reason, isAbsent } = whyLeftOut(error);
      if (!isAbsent) unknown ??= reason;
      left.push(leftOut(edit.name, "", reason));
    }
    return [];
  });
  const without = (reason: string) => {
    const also = edits.map(({ template, file }) => leftOut(template, file, reason));
    return { commits: [], left: [...left, ...also] };
  };
  if (unknown !== undefined && companion === "together")
    return without(`belongs together with a place that is unknown: ${unknown}`);
  if (edits.length === 0) return without("");
  try {
    return { commits: [{ ...messageOf(render(commit.message)), edits, companion }], left };
  } catch (error) {
    return without(whyLeftOut(error).reason);
  }
}

/** Why a condition that does not hold leaves a place out. */
function reasonOf(condition: string): string {
  if (!isFileCondition(condition)) return `the condition ${condition} does not hold`;
  const path = condition.replace(/^!?file /, "");
  return condition.startsWith("!") ? `the release has ${path}` : `the release has no ${path}`;
}
