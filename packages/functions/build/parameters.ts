import * as z from "zod";
import type { Documentation } from "../src/http/document.ts";
import type { Json, Parameter } from "./openapi.ts";

/** The parameters of a route: in its path, in its query string, and as headers. */
export const parameters = (path: string, parts: Documentation[]): Parameter[] => [
  ...inPath(path, Object.assign({}, ...parts.map((part) => part.pathParameters))),
  ...parts.flatMap((part) => [...inQuery(part), ...inHeaders(part)]),
];

const inPath = (path: string, described: NonNullable<Documentation["pathParameters"]>): Parameter[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => {
    const description = described[name]?.description;
    if (!description) throw new Error(`${path}: the parameter ${name} is not described.`);
    return { name, in: "path", required: true, description, schema: { type: "string" } };
  });

const inQuery = ({ query }: Documentation): Parameter[] =>
  Object.entries(query?.shape ?? {}).map(([name, shape]) => {
    const {
      description,
      $schema: _,
      ...schema
    } = z.toJSONSchema(shape as z.ZodType, { io: "output" }) as Json;
    return {
      name,
      in: "query",
      required: false,
      allowEmptyValue: true,
      ...(description ? { description: String(description) } : {}),
      schema,
    };
  });

const inHeaders = ({ requestHeaders }: Documentation): Parameter[] =>
  Object.entries(requestHeaders ?? {}).map(([name, { required = false, description, pattern }]) => ({
    name,
    in: "header",
    required,
    description,
    schema: { type: "string", ...(pattern && { pattern }) },
  }));
