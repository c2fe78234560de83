import { expect, test } from "vitest";
import { carts } from "../../packages/lab/src/chapters/carts/chapter.ts";
import { judge } from "../../packages/lab/src/chapters/carts/invariant.ts";
import { HOW_TO_GET, hasValkey } from "../../packages/lab/src/engines/valkey.ts";
import { isAsExpected } from "../../packages/lab/src/runner/chapter.ts";
import { noteSkipped } from "../support/skipped.ts";

if (!hasValkey()) noteSkipped("the lab's carts in Valkey", HOW_TO_GET);

const plan = { seed: 1, trials: 1, progress: () => {} };

test("one trial of each system ends as the story says", async () => {
  const { checks } = await carts.run(plan);
  expect(checks.filter((check) => !isAsExpected(check))).toEqual([]);
});

/** Each system, weakened once, the part of the experiment that shows it, and the invariant that must notice. */
const broken: [system: string, weakness: string, part: string, invariant: RegExp][] = [
  ["sticky", "stickiness", "growth", /accepted line/],
  ["cookie", "limit", "growth", /accepted line/],
  ["signed", "signature", "tamper", /changed price/],
  ["valkey", "atomicity", "tabs", /two tabs/],
  ["valkey-aof", "file", "store", /death of the store/],
  ["valkey-replica", "atomicity", "tabs", /two tabs/],
  ["valkey-wait", "wait", "store", /death of the store/],
  ["dynamo", "condition", "tabs", /two tabs/],
];

test.each(broken.filter(([system]) => hasValkey() || !system.startsWith("valkey")))(
  "the invariant notices %s without its %s",
  async (system, weakness, part, invariant) => {
    // Two requests at the same moment do not always meet.
    const trials = part === "tabs" ? 10 : 1;
    const { checks } = await carts.run({ ...plan, trials, only: [system], broken: weakness, parts: [part] });
    const noticed = checks.filter((check) => invariant.test(check.invariant));
    expect(noticed).toHaveLength(1);
    expect(noticed[0]?.violations).toBeGreaterThan(0);
  },
);

test("a cart is right only with every answered write, each once", () => {
  const line = (quantity: number) => ({ quantity, price: 1 });
  const ledger = new Map([["shirt", 2]]);
  expect(judge(ledger, { shirt: line(2) })).toBe("right");
  expect(judge(ledger, { shirt: line(1) })).toBe("lost");
  expect(judge(ledger, { shirt: line(3) })).toBe("wrong");
  expect(judge(ledger, { shirt: line(2), coat: line(1) })).toBe("wrong");
});
