/** Hands on items in batches, one batch after another. */
export interface Batcher<Item> {
  /** Settles at once, or, where many items wait, when those are handed on. @throws what handing on threw. */
  add(items: readonly Item[]): Promise<void>;
  /** Settles when every item is handed on. @throws what handing on threw. */
  finish(): Promise<void>;
}

/** Items of a batch. */
export interface BatchSize {
  /** With fewer waiting, none is handed on before the end; 1 unless a step's fixed cost is high. */
  readonly fewest: number;
  /** Items that may wait; whoever adds more waits, so that memory does not grow. */
  readonly most: number;
}

/**
 * Batches are as large as they come: whatever arrived while the last one was handed on. So a step with a fixed cost
 * is paid once for many items when they come fast, and items that come slowly do not wait for more than `fewest`.
 */
export function makeBatcher<Item>(
  { fewest, most }: BatchSize,
  handOn: (items: readonly Item[]) => Promise<void>,
): Batcher<Item> {
  const waiting: Item[] = [];
  let running: Promise<void> | undefined;
  const drain = async (least: number) => {
    while (waiting.length >= least) await handOn(waiting.splice(0));
    running = undefined;
  };
  return {
    async add(items) {
      waiting.push(...items);
      if (!running && waiting.length >= fewest) {
        running = drain(fewest);
        // Whoever adds or finishes next sees the failure; until then it must not end the program.
        running.catch(() => {});
      }
      if (waiting.length > most) await running;
    },
    async finish() {
      await running;
      if (waiting.length > 0) await drain(1);
    },
  };
}
