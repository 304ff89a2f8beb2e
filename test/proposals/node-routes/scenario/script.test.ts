import { expect, it } from "vitest";
import { lab4, local, moved } from "../../../../src/proposals/node-routes/scenario/nodes.ts";
import { Script } from "../../../../src/proposals/node-routes/scenario/script.ts";

it("names events by node, in the step that they belong to", () => {
  const script = new Script()
    .step("1")
    .add(local)
    .update(lab4, moved)
    .step("2")
    .validate(lab4, local)
    .restart();
  expect(script.events.map(({ Step, Event, Op }) => [Step, Event, Op])).toEqual([
    ["1", "add local node", "add"],
    ["1", "update tt-lab4", "update"],
    ["2", "validate tt-lab4", "validate"],
    ["2", "validate local node", "validate"],
    ["2", "restart", "restart"],
  ]);
  expect(script.events[1]).toMatchObject({ Old: lab4, Node: moved });
});

it("tells planted leftovers from routes of another program", () => {
  const { events } = new Script().plant(["a"]).plantForeign(["b"]).unplant();
  expect(events.map(({ Op, Prefixes, Foreign }) => [Op, Prefixes, Foreign])).toEqual([
    ["plant", ["a"], undefined],
    ["plant", ["b"], true],
    ["unplant", undefined, undefined],
  ]);
});
