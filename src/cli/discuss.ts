import { resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import type { ThreadName } from "../host/github-threads.ts";
import {
  type DiscussPlan,
  decideDiscuss,
  discussPlanSchema,
  findSource,
  readSeriesTexts,
} from "../publish/index.ts";
import { exitOnRefusal, type Settled } from "./cell-flags.ts";
import { assertConfirmed } from "./confirm.ts";
import { carrierOf, carrierWords, carryOut } from "./discuss-carrier.ts";
import type { DiscussFlags } from "./discuss-flags.ts";
import type { DiscussValue } from "./discuss-value.ts";
import type { CommandContext } from "./flags.ts";
import { type OpenedGitHub, openOwnGitHub } from "./open-github.ts";
import type { Printer } from "./printer.ts";
import { readChosen } from "./read-chosen.ts";
import { readPlan } from "./read-plan.ts";
import { readTree } from "./report-texts.ts";
import { schemaVersion } from "./schema-version.ts";
import type { Session } from "./workshop.ts";

/** `discuss`: one comment about the chosen series, and a gist or a branch with their files. */
export async function runDiscuss(
  session: Session,
  printer: Printer,
  flags: Settled<DiscussFlags>,
): Promise<number> {
  return exitOnRefusal(printer, async () => {
    const opened = await openOwnGitHub(session, printer, flags.apiUrl);
    const thread = threadOf(flags.url, opened);
    const plan =
      flags.plan === undefined
        ? await makePlan({ session, printer }, flags, thread, opened)
        : await readOwnPlan(session, flags.plan, thread, opened);
    const value: DiscussValue = {
      schema: schemaVersion,
      dryRun: flags.dryRun === true,
      plan,
      done: [],
      left: [],
      failure: null,
    };
    if (flags.dryRun === true) {
      printer.result(value, () => planWords(plan));
      return 0;
    }
    printer.note(planWords(plan));
    const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
    await assertConfirmed(session, `Post this as ${plan.login}?`, { isTerminal, yes: flags.yes === true });
    const { done, left, failure } = await carryOut(session, plan, opened);
    if (failure !== undefined && !(failure instanceof PatchkitError)) throw failure;
    const told = failure
      ? { code: failure.code, message: failure.message, hint: failure.hint ?? null }
      : null;
    const end: DiscussValue = { ...value, done: [...done], left: [...left], failure: told };
    printer.result(
      end,
      () => doneWords(end),
      () => (told ? [`${told.code}: ${told.message}`] : []),
    );
    if (failure) return failure.stopsTheRun ? 2 : 1;
    return done.some(({ outcome }) => outcome === "kept") ? 1 : 0;
  });
}

/** @throws PatchkitError `usage/bad-argument` for anything else than a thread of that GitHub. */
function threadOf(url: string, { host }: OpenedGitHub): ThreadName {
  const found = findSource(url, host);
  if (found.kind === "issue" || found.kind === "discussion")
    return { kind: found.kind, repository: found.repository, number: found.number };
  throw new PatchkitError(
    "usage/bad-argument",
    `expected the URL of a discussion, an issue or a pull request at ${host.webUrl}, found ${JSON.stringify(url.slice(0, 200))}`,
    {
      hint: "It is https://HOST/OWNER/NAME/discussions/NUMBER, or issues, or pull; discussions of an organisation are pages of one of its repositories.",
    },
  );
}

async function makePlan(
  context: CommandContext,
  flags: Settled<DiscussFlags>,
  thread: ThreadName,
  { github, host }: OpenedGitHub,
): Promise<DiscussPlan> {
  const { out, chosen } = await readChosen(context, flags);
  const tree = await readTree(chosen.report, "series");
  const seriesTexts = await readSeriesTexts(out, chosen);
  const carrier = carrierOf(context.session, flags, chosen);
  return decideDiscuss(github, { thread, chosen, tree, seriesTexts, carrier }, host.apiUrl);
}

/** @throws PatchkitError `usage/bad-argument` where it is for another thread, account or GitHub. */
async function readOwnPlan(
  { cwd }: Session,
  file: string,
  thread: ThreadName,
  { github, host }: OpenedGitHub,
): Promise<DiscussPlan> {
  const plan = await readPlan({ of: "discuss URL", schema: discussPlanSchema }, resolve(cwd, file));
  const { login } = await github.readAccount([]);
  const wanted = [plan.login, plan.apiUrl, plan.thread.repository, plan.thread.number].join(" ");
  const found = [login, host.apiUrl, thread.repository, thread.number].join(" ");
  if (wanted === found) return plan;
  throw new PatchkitError(
    "usage/bad-argument",
    `${file}: expected a plan for ${found}, found one for ${wanted}`,
    {
      hint: "Make the plan again with this token, --api-url and URL.",
    },
  );
}

function planWords({ login, thread, title, carrier, text, cut }: DiscussPlan): string {
  return [
    `as ${login}, on ${thread.repository}#${thread.number} (${title}):`,
    ...carrierWords(carrier),
    `- one comment of ${text.length} characters, or the one of an earlier run brought up to date:`,
    text.replace(/^(?=.)/gm, "    "),
    ...cut.map((one) => `left out for its length: ${one}`),
  ].join("\n");
}

function doneWords({ done, left, failure }: DiscussValue): string {
  const rows = done.map(({ kind, outcome, url }) => {
    const why = outcome === "kept" ? "  (somebody edited it: it was left alone)" : "";
    return `${kind}  ${outcome}  ${url}${why}`;
  });
  return [
    ...rows,
    ...(failure
      ? [
          `failed  ${failure.code}: ${failure.message}`,
          `  ${failure.hint ?? ""}`,
          `not done: ${left.map((kind) => `the ${kind}`).join(", ")}`,
        ]
      : []),
  ].join("\n");
}
