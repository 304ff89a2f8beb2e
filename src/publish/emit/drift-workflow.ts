import { action, literal, printWorkflow } from "./workflow-parts.ts";

/** What the drift radar's workflow is written from. */
export interface DriftSettings {
  /** Repository on GitHub that has the branch, such as `owner/name`. */
  readonly repository: string;
  /** The branch that is followed. */
  readonly branch: string;
  /** The commit that it is compared with, 40 hex digits: where the variants are known to fit. */
  readonly since: string;
  /** Id of the proposal whose variants are followed; undefined for the first one. */
  readonly proposal: string | undefined;
  /** Release of this program, which npm installs. */
  readonly toolVersion: string;
}

/**
 * A GitHub Actions workflow that looks once a week at the branch. It fails, which GitHub tells whoever put it there,
 * while a variant that fitted does not fit at the branch's end; the commits that changed anything are in its summary.
 */
export function driftWorkflow({ repository, branch, since, proposal, toolVersion }: DriftSettings): string {
  const chosen = proposal === undefined ? "" : ' --proposal "$PROPOSAL"';
  const job = {
    name: "drift",
    "runs-on": "ubuntu-24.04",
    "timeout-minutes": 60,
    env: { SINCE: since, ...(proposal === undefined ? {} : { PROPOSAL: literal(proposal) }) },
    steps: [
      action("checkout", {
        with: {
          repository,
          ref: literal(branch),
          path: "source",
          // Each commit since then is looked at.
          "fetch-depth": 0,
          "persist-credentials": false,
        },
      }),
      action("setupNode", { with: { "node-version": 20 } }),
      {
        name: "Look for commits that changed what the variants need",
        run: [
          "status=0",
          `npx --yes cilium-patchkit@${toolVersion} inspect --no-color -C source --drift --since "$SINCE" --until HEAD${chosen} >drift.txt || status=$?`,
          `{ echo '\`\`\`'; cat drift.txt; echo '\`\`\`'; } | tee -a "$GITHUB_STEP_SUMMARY"`,
          'exit "$status"',
        ].join("\n"),
      },
    ],
  };
  return printWorkflow(
    {
      name: "cilium-patchkit drift",
      // Not at the full hour, when many workflows of others start.
      on: { schedule: [{ cron: "17 5 * * 1" }], workflow_dispatch: {} },
      permissions: { contents: "read" },
      concurrency: { group: "cilium-patchkit-drift", "cancel-in-progress": true },
      jobs: { drift: job },
    },
    [
      `Written by cilium-patchkit ${toolVersion} (inspect --drift --emit actions); put it into .github/workflows/.`,
      "It fails while a variant that fitted after SINCE does not fit at the branch's end: port the templates, then write it anew.",
    ],
  );
}
