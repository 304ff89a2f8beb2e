import { cellNames, type EmittedCell } from "./emitted-cell.ts";
import { action, literal, printWorkflow, type Step } from "./workflow-parts.ts";

/** What a workflow is written from. */
export interface WorkflowSettings {
  /** `image` also builds and pushes an image of each series that was verified. */
  readonly kind: "verify" | "image";
  /** Repository on GitHub that has the base commits, such as `owner/name`. */
  readonly repository: string;
  /** Release of this program, which npm installs. */
  readonly toolVersion: string;
  /** Checks to run; empty for all of them. */
  readonly checks: readonly string[];
}

/**
 * A GitHub Actions workflow: a job per ref and variant renders and verifies it, another one publishes the report of
 * all as a page. What a user named stands only in the matrix, and reaches shells in variables of the environment.
 */
export function workflow(cells: readonly EmittedCell[], settings: WorkflowSettings): string {
  const { kind } = settings;
  const jobs = {
    verify: verifyJob(cells, settings),
    report: reportJob(settings),
    ...(kind === "image" ? { image: imageJob(cells, settings) } : {}),
  };
  return printWorkflow(
    {
      name: `cilium-patchkit ${kind}`,
      on: { workflow_dispatch: {} },
      permissions: { contents: "read" },
      concurrency: { group: `cilium-patchkit-${kind}`, "cancel-in-progress": true },
      jobs,
    },
    [
      `Written by cilium-patchkit ${settings.toolVersion} (${kind} --emit actions); put it into .github/workflows/.`,
      'The page needs GitHub Pages with "GitHub Actions" as its source.',
    ],
  );
}

function matrixOf(cells: readonly EmittedCell[]): Step {
  const names = cellNames(cells);
  return {
    "fail-fast": false,
    matrix: {
      include: cells.map(({ ref, sha, slug, variant, set }, index) => ({
        id: names[index],
        ref: literal(ref),
        sha,
        name: sha.startsWith(slug) ? sha : slug,
        variant,
        set: literal(set.join("\n")),
      })),
    },
  };
}

/** The base commit, under the name that the series has; and this program. */
function preparation({ repository }: WorkflowSettings): Step[] {
  return [
    action("checkout", {
      with: { repository, ref: "${{ matrix.sha }}", path: "source", "persist-credentials": false },
    }),
    {
      name: "Name the commit",
      run: '[ "$NAME" = "$SHA" ] || git -C source update-ref "refs/tags/$NAME" "$SHA"',
    },
    action("setupNode", { with: { "node-version": 20 } }),
  ];
}

const environment = {
  NAME: "${{ matrix.name }}",
  SHA: "${{ matrix.sha }}",
  VARIANT: "${{ matrix.variant }}",
  SET: "${{ matrix.set }}",
};

/** Shell lines that run a command with the params of the matrix, one `--set` for each line of SET. */
function running({ toolVersion }: WorkflowSettings, command: string): string {
  return [
    "params=()",
    'while IFS= read -r one; do [ -z "$one" ] || params+=(--set "$one"); done <<<"$SET"',
    `npx --yes cilium-patchkit@${toolVersion} ${command} -C source --ref "$NAME" --variant "$VARIANT" "\${params[@]}"`,
  ].join("\n");
}

function verifyJob(cells: readonly EmittedCell[], settings: WorkflowSettings): Step {
  const checks = settings.checks.length === 0 ? "" : ` --checks ${settings.checks.join(",")}`;
  return {
    name: "${{ matrix.id }}",
    "runs-on": "ubuntu-24.04",
    "timeout-minutes": 180,
    strategy: matrixOf(cells),
    env: environment,
    steps: [
      ...preparation(settings),
      { name: "Render and verify", run: running(settings, `verify --engine docker --out series${checks}`) },
      // Findings end the step before with 1, and belong into the report.
      action("uploadArtifact", {
        if: "${{ !cancelled() }}",
        with: { name: "series-${{ matrix.id }}", path: "series" },
      }),
    ],
  };
}

function reportJob({ toolVersion }: WorkflowSettings): Step {
  return {
    needs: "verify",
    if: "${{ !cancelled() }}",
    "runs-on": "ubuntu-24.04",
    "timeout-minutes": 15,
    permissions: { pages: "write", "id-token": "write" },
    environment: { name: "github-pages", url: "${{ steps.page.outputs.page_url }}" },
    steps: [
      action("downloadArtifact", { with: { pattern: "series-*", "merge-multiple": true, path: "series" } }),
      action("setupNode", { with: { "node-version": 20 } }),
      {
        name: "Compare what was verified",
        run: [
          `npx --yes cilium-patchkit@${toolVersion} report --out series`,
          "mkdir site",
          "cp series/report.html site/index.html",
        ].join("\n"),
      },
      action("uploadPages", { with: { path: "site" } }),
      action("deployPages", { id: "page" }),
    ],
  };
}

function imageJob(cells: readonly EmittedCell[], settings: WorkflowSettings): Step {
  return {
    name: "image ${{ matrix.id }}",
    needs: "verify",
    "runs-on": "ubuntu-24.04",
    "timeout-minutes": 120,
    permissions: { packages: "write" },
    strategy: matrixOf(cells),
    env: { ...environment, ID: "${{ matrix.id }}", OWNER: "${{ github.repository_owner }}" },
    steps: [
      ...preparation(settings),
      // An image wants the evidence that its series was verified.
      action("downloadArtifact", { with: { name: "series-${{ matrix.id }}", path: "series" } }),
      action("setupBuildx"),
      action("login", {
        with: {
          registry: "ghcr.io",
          username: "${{ github.actor }}",
          password: "${{ secrets.GITHUB_TOKEN }}",
        },
      }),
      {
        name: "Build and push",
        run: running(
          settings,
          'image --thin --push --out series --tag "ghcr.io/${OWNER,,}/cilium-agent:$ID"',
        ),
      },
    ],
  };
}
