import fc from "fast-check";
import type { Document, Operation, Parameter } from "../../../packages/functions/build/openapi.ts";
import type { Random } from "../../support/random.ts";

type Json = Record<string, unknown>;

/**
 * Texts and numbers from earlier answers and accepted requests, for use in later requests. The keys are a member's name, and that
 * name after the path of the request.
 */
export type Seen = Map<string, unknown[]>;

export interface Generated {
  target: string;
  query: [string, string][];
  headers: Record<string, string>;
  body?: string;
}

const NASTY_SEGMENTS = ["", ".", "..", "%2e%2e", "%2f", "a%2fb", "%5c", "%00", "%252e%252e", "%25", "a%3Fb"];
const NASTY = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  1e300,
  "",
  " ",
  "\u0000",
  "\ud800",
  "x".repeat(300),
  [],
  {},
  ["x"],
  { a: 1 },
];
const ODD_TEXTS = ["é", "Łódź", "😀", "\u200b", "a b", "'", "__proto__", "null", "-0", "x".repeat(256)];
const NOT_JSON = ["", "{", "[1,", "null", "[]", '"x"', "\u0000", "[".repeat(9_000), '{"a":1}}'];

/** Generates requests of one operation, valid and invalid in every part, only from the description. */
export function generator(document: Document, seen: Seen, chance: Random) {
  const { below, pick } = chance;
  const often = (percent: number) => below(100) < percent;
  const sampled = <T>(arbitrary: fc.Arbitrary<T>): T =>
    fc.sample(arbitrary, { seed: below(2 ** 31), numRuns: 1 })[0] as T;
  const resolve = (schema: Json): Json => {
    const name = String(schema.$ref ?? "")
      .split("/")
      .at(-1);
    return name ? resolve(document.components.schemas[name] as Json) : schema;
  };

  /** Earlier values of this name, or of a name that it ends with: a `currentPassword` is a `password`. */
  const knownAs = (name: string): unknown[] | undefined =>
    seen.get(name) ??
    seen.get([...seen.keys()].find((key) => key && name.toLowerCase().endsWith(key.toLowerCase())) ?? "");

  function text(schema: Json): string {
    const {
      minLength = 0,
      maxLength = 40,
      pattern,
    } = schema as { minLength?: number; maxLength?: number; pattern?: string };
    try {
      if (pattern) return sampled(fc.stringMatching(new RegExp(pattern), { size: "xsmall" }));
    } catch {
      // fast-check cannot read this pattern. Any text will do, because the description decides afterwards.
    }
    const length = { minLength, maxLength: Math.min(maxLength, minLength + 12) };
    return sampled(fc.string({ ...length, unit: often(70) ? "grapheme-ascii" : "grapheme" }));
  }

  /** A value that should be valid. `name`: its member or parameter. */
  function fitting(given: Json, name: string, example?: unknown): unknown {
    const schema = resolve(given);
    const known = knownAs(name);
    const {
      enum: choices,
      anyOf,
      type,
      properties,
      required = [],
      items,
    } = schema as {
      enum?: unknown[];
      anyOf?: Json[];
      type?: string | string[];
      properties?: Record<string, Json>;
      required?: string[];
      items?: Json;
    };
    if (properties) {
      const [shown] = (schema.examples as Json[] | undefined) ?? [example as Json];
      const members = Object.entries(properties).filter(
        ([key]) => required.includes(key) || often(shown && key in shown ? 80 : 20),
      );
      return Object.fromEntries(members.map(([key, one]) => [key, fitting(one, key, shown?.[key])]));
    }
    if (known && often(60)) return pick(known);
    if (example !== undefined && often(80)) return example;
    if ("const" in schema) return schema.const;
    if (choices) return pick(choices);
    if (anyOf) return fitting(pick(anyOf), name);
    switch (Array.isArray(type) ? pick(type) : type) {
      case "string":
        return text(schema);
      case "integer":
      case "number": {
        const { minimum = 0, maximum = 2 ** 31 } = schema as { minimum?: number; maximum?: number };
        return pick([minimum, Math.min(maximum, minimum + below(5)), maximum]);
      }
      case "boolean":
        return often(50);
      case "null":
        return null;
      case "array":
        return Array.from({ length: below(3) }, () => fitting(items ?? {}, name));
      default:
        return pick(NASTY);
    }
  }

  /** The same body with one member that is missing, unknown, or random. */
  function broken(body: unknown): unknown {
    if (typeof body !== "object" || body === null || often(10)) return pick(NASTY);
    const copy: Json = { ...body };
    const key = pick([...Object.keys(copy), "unknown"]);
    if (often(25)) delete copy[key];
    else copy[key] = often(30) ? broken(copy[key]) : pick(NASTY);
    return copy;
  }

  const scalar = (parameter: Parameter): string =>
    String(
      often(80)
        ? fitting((parameter.schema.items as Json) ?? parameter.schema, parameter.name)
        : pick([...ODD_TEXTS, ...NASTY.map(String)]),
    );

  function path(template: string, parameters: Parameter[]): string {
    const values = new Map(parameters.map((one) => [one.name, fitting(one.schema, one.name)]));
    return template.replaceAll(/\{(\w+)\}/g, (_, name) => {
      if (often(15)) return pick(NASTY_SEGMENTS);
      const listed = seen.get(`${template.slice(0, template.indexOf("/{"))} ${name}`);
      if (listed && often(80)) return encodeURIComponent(String(pick(listed)));
      const value = often(80) ? values.get(name) : pick(ODD_TEXTS);
      return encodeURIComponent(String(value).toWellFormed());
    });
  }

  /** Most parameters once or not at all, some empty, repeated or unknown. */
  function query(parameters: Parameter[]): [string, string][] {
    const sent = parameters.flatMap((one): [string, string][] => {
      if (often(60)) return [];
      const value = scalar(one).toWellFormed();
      return often(5)
        ? [
            [one.name, value],
            [one.name, value],
          ]
        : [[one.name, often(10) ? "" : value]];
    });
    return often(5) ? [...sent, [pick(["unknown", "color[]", "__proto__", "é"]), "x"]] : sent;
  }

  function headers(parameters: Parameter[]): Record<string, string> {
    const sent = parameters.filter(({ required }) => often(required ? 90 : 25));
    return Object.fromEntries(sent.map((one) => [one.name.toLowerCase(), header(scalar(one))]));
  }

  return (template: string, { parameters, requestBody }: Operation): Generated => {
    const of = (place: Parameter["in"]) => parameters.filter((one) => one.in === place);
    const asked = query(of("query"));
    const sent = headers(of("header"));
    const search = new URLSearchParams(asked);
    const target = `${path(template, of("path"))}${search.size > 0 ? `?${search}` : ""}`;
    if (!requestBody) return { target, query: asked, headers: sent };
    const [type, { schema }] = Object.entries(requestBody.content as Record<string, { schema: Json }>)[0] ?? [
      "",
      { schema: {} },
    ];
    const plain = fitting(schema, "");
    const value = often(65) ? plain : broken(plain);
    const raw = often(5) ? pick(NOT_JSON) : JSON.stringify(value);
    const encoded = often(3) ? { "content-encoding": "gzip" } : {};
    const contentType = often(95)
      ? { "content-type": type }
      : { "content-type": pick(["text/plain", "x", ""]) };
    return { target, query: asked, headers: { ...sent, ...contentType, ...encoded }, body: raw };
  };
}

/** What HTTP can carry: no line breaks, no NUL, no white space around it. */
const header = (value: string): string =>
  value
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, "")
    .trim();

/** Remembers every text and number of an answer or a request, by its name and by the path of its request. */
export function learn(seen: Seen, path: string, value: unknown, name = ""): void {
  if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      learn(seen, path, inner, Array.isArray(value) ? name : key);
    }
  } else if (typeof value === "string" || typeof value === "number") {
    for (const key of [name, `${path} ${name}`]) {
      const known = (seen.get(key) ?? []).filter((one) => one !== value);
      // The latest values are the likeliest to exist still.
      seen.set(key, [...known, value].slice(-6));
    }
  }
}
