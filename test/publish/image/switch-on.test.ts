import { expect, it } from "vitest";
import { loadOwnTemplates } from "../../../src/cli/own-templates.ts";
import { findStack, type ParamValues, stackOf } from "../../../src/plan/index.ts";
import { type SwitchOn, switchOn } from "../../../src/publish/image/switch-on.ts";

const chart = { setsImage: true, addsConfig: true };

async function switchOf(
  id: string,
  params: ParamValues,
  patches: string[],
  addsConfig = true,
): Promise<SwitchOn> {
  const variant = (await loadOwnTemplates()).variants.find(({ spec }) => spec.id === id);
  if (!variant) throw new Error(`no variant ${id}`);
  return switchOn({ stack: stackOf([variant]), params, patches, chart: { ...chart, addsConfig } });
}

it("turns the flag of a variant that is off by default", async () => {
  const on = await switchOf("flag-gate", { flag: "enable-it", default: true }, ['+\tIt = "enable-it"\n']);
  expect(on).toMatchObject({
    agentFlag: "--enable-it=false",
    helm: "--set-string extraConfig.enable-it=false",
  });
  expect(on.kubectl).toBe(
    `kubectl --namespace kube-system patch configmap cilium-config --type merge --patch '{"data":{"enable-it":"false"}}'`,
  );
  const old = await switchOf("flag-gate", { flag: "enable-it", default: true }, ['"enable-it"'], false);
  expect(old.helm).toBeNull();
});

it("takes the key that the series itself adds to the chart", async () => {
  const path = "install/kubernetes/cilium/values.yaml";
  const patch = `"enable-it"\ndiff --git a/x b/x\n+other: 1\ndiff --git a/${path} b/${path}\n+++ b/${path}\n+# it\n+enableIt: true\n`;
  expect((await switchOf("flag-gate", { flag: "enable-it", default: true }, [patch])).helm).toBe(
    "--set enableIt=false",
  );
});

it("says that there is nothing to set", async () => {
  const off = await switchOf("flag-gate", { flag: "enable-it", default: false }, ['"enable-it"']);
  expect(off).toEqual({
    words: "The variant acts by itself: --enable-it is false by default.",
    agentFlag: null,
    helm: null,
    kubectl: null,
  });
  const byMode = await switchOf("ipam-mode", { allow: [] }, ["x"]);
  expect(byMode.words).toBe("The variant acts by itself: there is nothing to set.");
  // Its flag is only registered with opt-in.
  expect((await switchOf("cidr-validation", { "opt-in": false }, ["x"])).agentFlag).toBeNull();
  const optIn = await switchOf("cidr-validation", { "opt-in": true }, ['"enable-node-cidr-validation"']);
  expect(optIn.agentFlag).toBe("--enable-node-cidr-validation=true");
});

it("turns the flags of all variants of a stack, and says of each what it needs", async () => {
  const stack = findStack(await loadOwnTemplates(), "flag-gate+assigned-only");
  if (!stack) throw new Error("no stack");
  const params = { "flag-gate.flag": "enable-it", "flag-gate.default": true };
  expect(switchOn({ stack, params, patches: ['"enable-it"'], chart })).toMatchObject({
    words:
      "flag-gate: The variant acts with --enable-it=false. assigned-only: The variant acts by itself: there is nothing to set.",
    agentFlag: "--enable-it=false",
    helm: "--set-string extraConfig.enable-it=false",
  });
});
