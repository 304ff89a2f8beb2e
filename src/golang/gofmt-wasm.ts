/** The result of gofmt for a text. */
export type Formatted =
  | { readonly kind: "formatted"; readonly text: string }
  /** The text is not valid Go. */
  | { readonly kind: "rejected"; readonly reason: string }
  /** gofmt itself crashed, which says nothing about the text. */
  | { readonly kind: "stopped"; readonly reason: string };

/** gofmt, compiled to WebAssembly. */
export interface Gofmt {
  format(text: string): Formatted;
}

/** The used part of the global WebAssembly, whose types are only in the DOM library. */
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
 * Memory of an instance, in bytes, after which a new one replaces it: gofmt frees little of what it used, and
 * would take 60 MB after a few dozen files and more with each release.
 */
const mostInstanceBytes = 16 * 1024 ** 2;

/**
 * Loads gofmt. Its stack is small and fixed: 300 nested parentheses or an expression of 4,000 terms overflow
 * it. After that the instance's memory is in an unknown state, so a new instance replaces it, which takes a
 * quarter of a millisecond.
 *
 * @param wasm content of the package's `gofmt.wasm`.
 */
export async function loadGofmt(wasm: Uint8Array<ArrayBuffer>): Promise<Gofmt> {
  const module = await WebAssembly.compile(wasm);
  let instance: GofmtExports | undefined;
  return {
    format(text) {
      if (instance && instance.memory.buffer.byteLength > mostInstanceBytes) instance = undefined;
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

/** Errors that end a WebAssembly program; a full stack of the JavaScript engine gives a RangeError. */
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
  // Only now: the memory gets a new buffer when it grows.
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
