import * as z from "zod";
import type { Operation } from "./openapi.ts";

type Json = Record<string, unknown>;

/** Every schema with a name, each referring to the others by it: what bodies of requests use as it comes in, the others as they go out. */
export function schemas(operations: Operation[]): Record<string, Json> {
  const [incoming, outgoing] = [named("input"), named("output")];
  const requested = reachable(
    operations.flatMap(({ requestBody }) => requestBody ?? []),
    incoming,
  );
  const answered = reachable(
    operations.map(({ responses }) => responses),
    outgoing,
  );
  for (const id of requested) {
    const differs = JSON.stringify(incoming[id]) !== JSON.stringify(outgoing[id]);
    if (differs && answered.has(id))
      throw new Error(`${id} is not the same in requests: give those a schema of their own.`);
    // In a schema that transforms, zod takes examples for what goes out. Ours are requests.
    outgoing[id] = {
      ...incoming[id],
      ...(outgoing[id]?.examples ? { examples: outgoing[id].examples } : {}),
    };
  }
  return outgoing;
}

function named(io: "input" | "output"): Record<string, Json> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    io,
    uri: (id) => `#/components/schemas/${id}`,
    override,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema, $id, id: _, ...schema }]) => [id, schema as Json]),
  );
}

function override({ jsonSchema }: { jsonSchema: Json }): void {
  // The code accepts letters beyond ASCII, which `email` does not.
  if (jsonSchema.format === "email") jsonSchema.format = "idn-email";
  const { blankIsAbsent, description, ...schema } = jsonSchema;
  if (!blankIsAbsent) return;
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
  Object.assign(jsonSchema, description && { description }, { anyOf: [schema, { enum: ["", null] }] });
}

/** The names of all schemas that something refers to, at any depth. */
function reachable(from: unknown, schemas: Record<string, Json>, found = new Set<string>()): Set<string> {
  for (const [, id = ""] of JSON.stringify(from).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    if (found.has(id)) continue;
    found.add(id);
    reachable(schemas[id], schemas, found);
  }
  return found;
}
