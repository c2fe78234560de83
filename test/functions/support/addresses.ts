import { expect } from "vitest";
import { address } from "../../support/bodies.ts";
import type { Answer, Client } from "../../support/client.ts";

export const PATH = "/v1/customers/me/addresses";
export const ANY_ID = `addr_${"0".repeat(26)}`;

export const add = async (by: Client, rest: object = {}): Promise<Answer["body"]> => {
  const answer = await by.send("POST", PATH, { body: { ...address, ...rest } });
  expect(answer.status).toBe(201);
  return answer.body;
};
export const all = async (by: Client): Promise<Answer["body"][]> =>
  (await by.send("GET", `${PATH}?limit=100`)).body.data;
export const outcome = ({ status, body }: Answer) => [status, body.code];
