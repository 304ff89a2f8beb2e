import { type ParamValues, paramsOfPart, type Stack, type VariantSpec } from "../../plan/index.ts";
import { buildPaths, type ChartWays } from "../../profile/index.ts";
import { shellWords } from "../../text/index.ts";

/** How a variant is switched on in a cluster, or all variants of a stack. */
export interface SwitchOn {
  /** In a sentence. */
  readonly words: string;
  /** The agent's flag, such as `--name=false`; null if the variant needs none. */
  readonly agentFlag: string | null;
  /** Flags of `helm upgrade`, for shells; null if the chart has no way. */
  readonly helm: string | null;
  /** Without the chart: a command that changes the agents' ConfigMap; null if the variant needs no flag. */
  readonly kubectl: string | null;
}

/** What decides it. */
export interface SwitchFacts {
  readonly stack: Stack;
  /** Of the series. */
  readonly params: ParamValues;
  /** The series' patches. */
  readonly patches: readonly string[];
  readonly chart: ChartWays;
}

/** What to set so that a patched agent acts as its variants promise. */
export function switchOn({ stack: { id, parts }, params, ...tree }: SwitchFacts): SwitchOn {
  const all = parts.map(({ spec }) => ({
    part: spec.id,
    on: switchVariant(spec, paramsOfPart(id, params, spec.id), tree),
  }));
  const [only] = all;
  if (only && all.length === 1) return only.on;
  const flags = all.map(({ on }) => on).filter(({ agentFlag }) => agentFlag !== null);
  const words = all.map(({ part, on }) => `${part}: ${on.words}`).join(" ");
  if (flags.length === 0) return byItself(words);
  const helm = flags.map((flag) => flag.helm);
  // Which of the flags a new key of the chart is for, the patches do not say.
  const isClear = flags.length === 1 || chartKey(tree.patches) === undefined;
  return {
    words,
    agentFlag: flags.map(({ agentFlag }) => agentFlag).join(" "),
    helm: isClear && !helm.includes(null) ? helm.join(" ") : null,
    kubectl: flags.map(({ kubectl }) => kubectl).join(" && "),
  };
}

function switchVariant(
  spec: VariantSpec,
  params: ParamValues,
  { patches, chart }: Pick<SwitchFacts, "patches" | "chart">,
): SwitchOn {
  const name = spec.flag?.name ?? String(params["flag"] ?? "");
  const flag = spec.flag && patches.some((patch) => patch.includes(`"${name}"`)) ? spec.flag : undefined;
  if (!flag) return byItself("The variant acts by itself: there is nothing to set.");
  const value = String(!flag.inverted);
  // Only variants with a param for it have a default that may already be that value.
  if (params["default"] === (value === "true"))
    return byItself(`The variant acts by itself: --${name} is ${value} by default.`);
  const { configMap } = buildPaths.daemonSet;
  const key = chartKey(patches);
  const setting = key ?? (chart.addsConfig ? `extraConfig.${name}` : undefined);
  const patch = JSON.stringify({ data: { [name]: value } });
  return {
    words: `The variant acts with --${name}=${value}.`,
    agentFlag: `--${name}=${value}`,
    helm: setting === undefined ? null : shellWords([key ? "--set" : "--set-string", `${setting}=${value}`]),
    kubectl: shellWords(
      ["kubectl", "--namespace", "kube-system", "patch", "configmap", configMap, "--type", "merge"].concat([
        "--patch",
        patch,
      ]),
    ),
  };
}

function byItself(words: string): SwitchOn {
  return { words, agentFlag: null, helm: null, kubectl: null };
}

/** The top-level key that a series adds to the chart's values, if it does. */
function chartKey(patches: readonly string[]): string | undefined {
  const file = `${buildPaths.chart}/values.yaml`;
  const diffs = patches.flatMap((patch) => patch.split(/^(?=diff --git )/m));
  const own = diffs.find((diff) => diff.startsWith(`diff --git a/${file} `));
  return /^\+([A-Za-z]\w*):/m.exec(own ?? "")?.[1];
}
