import { configuration, type ScriptSettings } from "./journeys.ts";
import { lab4, lab5, lab9, local, moved } from "./nodes.ts";
import { Script, type ScriptEvent } from "./script.ts";

/** The same nodes in another order, derived from the number: every order must lead to the same routes. */
export function orderScript(settings: ScriptSettings, seed: number): ScriptEvent[] {
  const random = makeRandom(seed);
  const script = new Script().step(`order ${seed}`);
  configuration(script, settings);
  const pending: (() => void)[] = [
    () => script.add(local),
    () => script.add(lab4),
    () => script.add(lab9),
    () => script.add(lab5),
    () => script.configure(),
  ];
  while (pending.length > 0) pending.splice(Math.floor(random() * pending.length), 1)[0]?.();
  const later: (() => void)[] = [
    () => script.validate(lab4),
    () => script.validate(local),
    () => script.remove(lab5),
    () => script.update(lab4, moved),
    () => script.validate(lab9),
  ];
  while (later.length > 0) later.splice(Math.floor(random() * later.length), 1)[0]?.();
  return script.events;
}

/** A small deterministic generator of numbers from 0 to 1 (mulberry32). */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
