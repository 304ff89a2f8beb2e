import { expect, it } from "vitest";
import { orderScript } from "../../../../src/proposals/node-routes/scenario/order-script.ts";
import { scriptSettings } from "../../../helpers/scenario-settings.ts";

const eventsOf = (seed: number) => orderScript(scriptSettings, seed).map(({ Event }) => Event);

it("has the same events in an order of its own for each number, and the same each time", () => {
  const orders = [1, 2, 3, 4, 5, 6].map(eventsOf);
  expect(new Set(orders.map((order) => order.join())).size).toBe(6);
  for (const order of orders) expect([...order].sort()).toEqual([...eventsOf(1)].sort());
  expect(eventsOf(3)).toEqual(eventsOf(3));
});

it("adds all nodes before any of them changes", () => {
  const events = eventsOf(2);
  expect(events.slice(1, 6).sort()).toEqual(
    ["add local node", "add tt-lab4", "add tt-lab5", "add tt-lab9", "configure"].sort(),
  );
});
