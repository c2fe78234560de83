import { randomUUID } from "node:crypto";
import { EDGE_HEADER } from "@myclothes/functions/edge-rules";
import { EDGE_SECRET } from "@myclothes/local/env";
import { type Instance, startInstance } from "@myclothes/local/instance";

export interface FunctionCall {
  method?: string;
  path: string;
  cookie?: string;
  body?: object;
  /** False: the request does not come from the edge. */
  viaEdge?: boolean;
}

export interface FunctionAnswer {
  statusCode: number;
  body: string;
  cookies?: string[];
}

const DEADLINE_MS = 60_000;

/** Starts one instance of a real function of the shop, as the shop on a laptop runs it. */
export const startFunction = (bundle: string, env: NodeJS.ProcessEnv): Promise<Instance> =>
  startInstance(1, { name: "Api", bundle, env: { ...process.env, ...env }, log: () => {} });

/** Calls a function with the event that API Gateway would send. */
export async function callFunction(
  { invoke }: Pick<Instance, "invoke">,
  { method = "GET", path, cookie, body, viaEdge = true }: FunctionCall,
): Promise<FunctionAnswer> {
  const event = {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: "",
    ...(cookie && { cookies: [cookie] }),
    headers: {
      host: "localhost",
      "content-type": "application/json",
      ...(viaEdge && { [EDGE_HEADER]: EDGE_SECRET }),
    },
    requestContext: { domainName: "localhost", http: { method, path, sourceIp: "127.0.0.1" } },
    isBase64Encoded: false,
    ...(body && { body: JSON.stringify(body) }),
  };
  const deadline = Date.now() + DEADLINE_MS;
  return (await invoke({ id: randomUUID(), event, deadline })) as FunctionAnswer;
}
