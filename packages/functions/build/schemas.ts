import * as z from "zod";
import type { Json, Operation } from "./openapi.ts";

/**
 * The named schemas that the operations use, by name. Those of request bodies describe the input of their transformations, the
 * others the output.
 */
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
    if (differs && answered.has(id)) {
      throw new Error(`${id} differs between requests and answers: give the requests a schema of their own.`);
    }
    // Zod drops the examples of a schema that transforms from its input. Ours are requests.
    outgoing[id] = {
      ...incoming[id],
      ...(outgoing[id]?.examples ? { examples: outgoing[id].examples } : {}),
    };
  }
  return Object.fromEntries(Object.entries(outgoing).filter(([id]) => requested.has(id) || answered.has(id)));
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
  // The code accepts letters beyond ASCII; the format `email` does not.
  if (jsonSchema.format === "email") jsonSchema.format = "idn-email";
  const { blankIsAbsent, description, ...schema } = jsonSchema;
  if (!blankIsAbsent) return;
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
  Object.assign(jsonSchema, description && { description }, { anyOf: [schema, { enum: ["", null] }] });
}

/** The names of all schemas that a value refers to, directly or through other schemas. */
function reachable(from: unknown, schemas: Record<string, Json>, found = new Set<string>()): Set<string> {
  for (const [, id = ""] of JSON.stringify(from).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    if (found.has(id)) continue;
    found.add(id);
    reachable(schemas[id], schemas, found);
  }
  return found;
}
