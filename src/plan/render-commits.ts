import { badTemplate, conditionsOf, parseEdit, withoutConditions } from "../edit/index.ts";
import { PatchkitError } from "../errors.ts";
import { isList } from "../profile/index.ts";
import { reflow } from "../text/index.ts";
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
}

/**
 * Renders every commit of a variant. All missing facts are reported at once; if only a test needs one, the series is
 * rendered without that test.
 *
 * @throws PatchkitError `profile/fact-absent` if the release has not what the variant is about; `profile/fact-missing`.
 */
export function renderCommits(variant: Variant, view: View, renderer: Renderer): RenderedCommits {
  const missing: PatchkitError[] = [];
  let untested = "";
  const commits = variant.commits
    .filter(({ message }) => applies(message, view))
    .map((commit) =>
      renderCommit(commit, view, renderer, (error, isTest) => {
        if (isTest) untested ||= error.message;
        else missing.push(error);
      }),
    );
  const absent = missing.find(({ code }) => code === "profile/fact-absent");
  if (absent) throw absent;
  const [first] = missing;
  if (!first) return { commits, untested };
  const messages = [...new Set(missing.map(({ message }) => message))];
  throw new PatchkitError("profile/fact-missing", `${variant.spec.id} at ${messages.join("; ")}`, {
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  });
}

/** Whether the header's conditions hold. A list that is empty counts as false, as it does for `if`. */
function applies(template: TemplateSource, view: View): boolean {
  return conditionsOf(template.source).every((condition) => {
    const name = condition.replace(/^!/, "");
    const value = lookUp(view, name);
    if (value === undefined) throw badTemplate(template.name, `"when: ${name}" is not a name of the view`);
    return (isList(value) ? value.length > 0 : Boolean(value)) !== condition.startsWith("!");
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
  const message = render(commit.message)
    .replace(/^---\n---\n/, "")
    .trim();
  const [subject = "", ...rest] = message.split("\n");
  return { subject, body: reflow(rest.join("\n").trim(), bodyWidth), edits };
}
