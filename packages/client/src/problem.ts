import type { components } from "./schema.ts";

export type Problem = components["schemas"]["Problem"];
type ClientCode = Extract<Problem["code"], `client.${string}`>;

const details: Record<ClientCode, [status: number, detail: string]> = {
  "client.offline": [503, "The shop cannot be reached. Check the connection, and try again."],
  "client.timeout": [504, "The shop has not answered in time. Try again."],
  "client.unexpected": [502, "The answer does not come from the shop. Try again later."],
};

/** An answer in the shop's own form, for a request that the shop has not answered. */
export function clientProblem(code: ClientCode): Response {
  const [status, detail] = details[code];
  const problem: Problem = { type: "about:blank", title: detail, status, code, detail, requestId: "" };
  return new Response(JSON.stringify(problem), {
    status,
    headers: { "content-type": "application/problem+json" },
  });
}
