import { describe, expect, it } from "vitest";
import { keyed } from "../../support/bodies.ts";
import { askShop, client } from "../../support/client.ts";
import { bodyRoutes } from "../support/inputs.ts";

const { send } = client();
/** A hostile body may cost this many times as much. With quadratic time it would cost hundreds of times as much. */
const WORSE = 50;

describe.each(bodyRoutes)("$name", ({ method, path, example, json: { required } }) => {
  const ask = (body: string) => send(method, path, { body, headers: keyed() });
  const json = JSON.stringify(example);

  it("refuses a body that is not JSON with 400", async () => {
    const bodies = [
      ...[
        "",
        " ",
        "{",
        "}",
        "[",
        '"',
        "nul",
        "undefined",
        "NaN",
        "Infinity",
        "-",
        "+1",
        "01",
        "1.",
        ".5",
        "0x10",
      ],
      ...[
        "{'sku':1}",
        "{sku:1}",
        '{"a":1,}',
        '{"a":1}}',
        "// x\n{}",
        "/**/{}",
        "{}{}",
        "\u0000",
        `${json}\u0000`,
      ],
      ...[json.slice(0, -1), `${json},`, `${json} ${json}`, json.replace(":", ""), json.replace('"', '"\n')],
      ...["[".repeat(30_000), '{"a":'.repeat(10_000), '"\\ud8"', '"\\x41"', '"\u0001"'],
    ];
    for (const body of bodies) {
      const answer = await ask(body);
      expect([body.slice(0, 80), answer.status, answer.body.code]).toEqual([
        body.slice(0, 80),
        400,
        "request.malformed",
      ]);
    }
  });

  it("refuses JSON that is not an object with 422 for the whole body", async () => {
    for (const body of ["null", "true", "1", "-0", "1e400", '""', '"{}"', "[]", `[${json}]`]) {
      const answer = await ask(body);
      expect([body, answer.status]).toEqual([body, 422]);
      expect(answer.body.errors[0].pointer).toBe("#");
    }
    if (required) expect((await ask("{}")).status).toBe(422);
  });

  it("refuses deep, long and wide bodies about as fast as a plain body of the same length", async () => {
    const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
    const bodies = [
      nested("[", "]", 30_000),
      `${'{"a":'.repeat(9_000)}1${"}".repeat(9_000)}`,
      json.replace(/:("[^"]*"|\d+)/, `:${nested("[", "]", 25_000)}`),
      `{${Array.from({ length: 6_000 }, (_, i) => `"${i}":0`).join()}}`,
      `{"${"x".repeat(60_000)}":1}`,
      json.replace(/:("[^"]*"|\d+)/, `:${"9".repeat(60_000)}`),
    ];
    /** The CPU time of the refusal in ms, which other processes on the machine do not change. */
    const cost = async (body: string) => {
      const before = process.cpuUsage();
      expect((await ask(body)).status).toBe(422);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    };
    for (const body of bodies) {
      const [hostile, plain]: [number[], number[]] = [[], []];
      // The first runs include compiling the code.
      const ratio = () => Math.min(...hostile) / Math.max(1, Math.min(...plain));
      for (let i = 0; i < 10 && !(ratio() < WORSE); i++) {
        plain.push(await cost(JSON.stringify({ unknown: "x".repeat(body.length) })));
        hostile.push(await cost(body));
      }
      expect(ratio(), body.slice(0, 80)).toBeLessThan(WORSE);
    }
  });

  it("refuses bytes that are not UTF-8 with 400, because they could not be returned unchanged", async () => {
    const bad = [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]];
    for (const bytes of bad) {
      const [head = "", ...tail] = json.replace("{", '{"unknown":"|",').split("|");
      const body = Buffer.concat([Buffer.from(head), Buffer.from(bytes), Buffer.from(tail.join("|"))]);
      const headers = { "content-type": "application/json", ...keyed() };
      const answer = await askShop(path, { method, headers, body });
      expect([bytes, answer.status]).toEqual([bytes, 400]);
    }
  });
});

it("refuses a body of thousands of unknown fields with the first twenty errors", async () => {
  const fields = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`x${i}`, i]));
  const { status, body } = await client().send("POST", "/v1/cart/items", { body: fields });
  expect([status, body.errors.length]).toEqual([422, 20]);
});
