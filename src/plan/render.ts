import Handlebars from "handlebars";
import { badTemplate } from "../edit/index.ts";
import { PatchkitError } from "../errors.ts";
import type { ProposalTemplates, TemplateSource } from "./load-templates.ts";
import type { View } from "./view.ts";

/** Renders templates. Compiled once, used for every ref. */
export interface Renderer {
  /** @throws PatchkitError `plan/bad-template` if a name is not in the view. */
  render(template: TemplateSource, view: View): string;
}

/** Creates a separate renderer: no helper or partial is shared with other users of Handlebars. */
export function makeRenderer(templates: Pick<ProposalTemplates, "partials">): Renderer {
  const handlebars = Handlebars.create();
  for (const [name, source] of templates.partials) handlebars.registerPartial(name, source);
  handlebars.registerHelper("goString", (text: string) => goString(text));
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  return {
    render({ name, source }, view) {
      let template = compiled.get(name);
      if (!template) {
        template = handlebars.compile(source, { strict: true, noEscape: true, assumeObjects: false });
        compiled.set(name, template);
      }
      try {
        return template(checked(view));
      } catch (cause) {
        if (cause instanceof PatchkitError) throw cause;
        if (cause instanceof Unprintable)
          throw new PatchkitError("plan/bad-template", `${name}: ${cause.message}`, { hint: cause.hint });
        throw badTemplate(name, cause instanceof Error ? cause.message : String(cause));
      }
    },
  };
}

/**
 * With `#if`, a name that is missing from the view would silently count as false; with this proxy it is an error,
 * also in partials.
 */
function checked<T extends object>(view: T): T {
  return new Proxy(view, {
    getOwnPropertyDescriptor: (target, name) => Reflect.getOwnPropertyDescriptor(target, name),
    get(target, name, receiver) {
      if (typeof name === "string" && !(name in target) && !(name in Object.prototype)) {
        throw new Error(`"${name}" is not a name of the view`);
      }
      const value: unknown = Reflect.get(target, name, receiver);
      return typeof name === "string" ? guarded(value, name) : value;
    },
  });
}

/** A value whose list or object cannot be printed by mistake: Handlebars would write `a,b` or `[object Object]`. */
function guarded(value: unknown, name: string): unknown {
  if (Array.isArray(value)) {
    const entries = value.map((entry) => guarded(entry, `an entry of ${name}`));
    const each = name.includes(" ") ? "this" : name;
    return refusingText(entries, `${name} is a list, which has no text of its own`, {
      hint: `Print its entries with {{#each}}, for example {{#each ${each}}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}.`,
    });
  }
  if (!isPlain(value)) return value;
  const [part = "part"] = Object.keys(value);
  const path = name.includes(" ") ? part : `${name}.${part}`;
  return checked(
    refusingText({ ...value }, `${name} has parts, and no text of its own`, {
      hint: `Print one of them, for example {{${path}}}.`,
    }),
  );
}

/** The value, which throws where a text is made of it. */
function refusingText<T extends object>(value: T, message: string, { hint }: { readonly hint: string }): T {
  const refuse = () => {
    throw new Unprintable(message, hint);
  };
  return Object.defineProperties(value, { toString: { value: refuse }, toJSON: { value: refuse } });
}

/** A value of the view that has no text. */
class Unprintable extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A Go string literal, in ASCII. */
export function goString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u{10ffff}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
