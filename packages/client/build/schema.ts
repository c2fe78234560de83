import { app, info } from "@myclothes/functions/app";
import { type Operation, openapi, type Response } from "@myclothes/functions/openapi";
import openapiTS, { astToString } from "openapi-typescript";

type Document = ReturnType<typeof openapi>;

const HEADER =
  "// Written by `npm run client:types` from the published description of the API. Do not edit it.\n\n";

/** Not for storefronts. */
const LEFT_OUT = ["/openapi.json", "/docs", "/v1/webhooks/stripe"];

/** The client's own codes, for requests that got no answer, or one that does not come from the shop. */
const CLIENT_CODES = ["client.offline", "client.timeout", "client.unexpected"];

/** The TypeScript types of the shop's published API. */
export function readTypes(): Promise<string> {
  const document = openapi(app, info);
  for (const path of LEFT_OUT) delete document.paths[path];
  return typesOf(document);
}

/** The TypeScript types of an API. All errors of an operation are one type, which `code` narrows. Changes the document. */
export async function typesOf(document: Document): Promise<string> {
  const problem = document.components.schemas.Problem as { properties: { code: { enum: string[] } } };
  problem.properties.code.enum.push(...CLIENT_CODES);
  for (const operations of Object.values(document.paths)) {
    for (const operation of Object.values(operations)) mergeErrors(operation);
  }
  return HEADER + astToString(await openapiTS(JSON.stringify(document)));
}

function mergeErrors(operation: Operation): void {
  const all = Object.entries(operation.responses);
  const successes = all.filter(([status]) => status.startsWith("2"));
  const codes = all.flatMap(([, response]) => codesOf(response));
  for (const [, response] of successes) delete response.headers;
  const schema = {
    allOf: [
      { $ref: "#/components/schemas/Problem" },
      {
        type: "object",
        required: ["code"],
        properties: { code: { enum: [...new Set(codes), ...CLIENT_CODES] } },
      },
    ],
  };
  const error = { description: "An error.", content: { "application/problem+json": { schema } } };
  operation.responses = { ...Object.fromEntries(successes), default: error };
}

interface ProblemSchema {
  allOf?: { properties?: { code?: { enum?: string[] } } }[];
}

function codesOf({ content = {} }: Response): string[] {
  const { schema } = content["application/problem+json"] ?? {};
  return ((schema as ProblemSchema | undefined)?.allOf ?? []).flatMap(
    ({ properties }) => properties?.code?.enum ?? [],
  );
}
