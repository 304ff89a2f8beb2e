/** What gofmt made of a text. */
export type Formatted =
  | { readonly kind: "formatted"; readonly text: string }
  /** It is no Go. */
  | { readonly kind: "rejected"; readonly reason: string }
  /** gofmt itself came to an end, which says nothing of the text. */
  | { readonly kind: "stopped"; readonly reason: string };

/** gofmt, compiled to WebAssembly. */
export interface Gofmt {
  format(text: string): Formatted;
}

/** The part of the global WebAssembly that is used: its types come with the browser's only. */
declare const WebAssembly: {
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssemblyModule>;
  readonly RuntimeError: ErrorConstructor;
  readonly Instance: new (module: WebAssemblyModule) => { readonly exports: unknown };
};
type WebAssemblyModule = object & { readonly module: unique symbol };

/** What the module exports (`gofmt.d.wasm.ts` of the package `@wasm-fmt/gofmt` 0.7). */
interface GofmtExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize(): void;
  alloc(sizeBytes: number): number;
  /** 0: formatted already, 1: the output is the text, 2: the output is the reason. */
  format(): 0 | 1 | 2;
  output_ptr(): number;
  output_len(): number;
  dispose(): void;
}

/**
 * Loads gofmt. Its stack is small and fixed: 300 nested parentheses or an expression of 4,000 terms
 * overflow it. The memory of an instance is in no known state after that, so that a fresh one takes its
 * place, which costs a quarter of a millisecond.
 *
 * @param wasm content of the package's `gofmt.wasm`.
 */
export async function loadGofmt(wasm: Uint8Array<ArrayBuffer>): Promise<Gofmt> {
  const module = await WebAssembly.compile(wasm);
  let instance: GofmtExports | undefined;
  return {
    format(text) {
      instance ??= start(module);
      try {
        return run(instance, text);
      } catch (cause) {
        instance = undefined;
        if (!isTrap(cause)) throw cause;
        return { kind: "stopped", reason: cause.message };
      }
    },
  };
}

/** What ends a program in WebAssembly; where the engine's own stack is full, it says so with a RangeError. */
function isTrap(cause: unknown): cause is Error {
  return cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError;
}

function start(module: WebAssemblyModule): GofmtExports {
  const instance = new WebAssembly.Instance(module).exports as GofmtExports;
  instance._initialize();
  return instance;
}

function run(gofmt: GofmtExports, text: string): Formatted {
  const bytes = new TextEncoder().encode(text);
  const start = gofmt.alloc(bytes.length);
  // Only now: the memory's buffer is another one after it has grown.
  new Uint8Array(gofmt.memory.buffer, start, bytes.length).set(bytes);
  const result = gofmt.format();
  if (result === 0) {
    gofmt.dispose();
    return { kind: "formatted", text };
  }
  const [at, length] = [gofmt.output_ptr(), gofmt.output_len()];
  const output = new Uint8Array(gofmt.memory.buffer, at, length);
  const words = new TextDecoder().decode(output);
  gofmt.dispose();
  return result === 1 ? { kind: "formatted", text: words } : { kind: "rejected", reason: words };
}
