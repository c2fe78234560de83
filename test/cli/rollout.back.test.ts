import { beforeEach, describe, expect, it } from "vitest";
import { fakeRollouts } from "./support/fake-rollouts.ts";

const functions = { Api: "production-Api", Orders: "production-Orders", Pages: "production-Pages" };
const env = {
  SST_RESOURCE_App: '{"name":"myclothes","stage":"production"}',
  SST_RESOURCE_Database: "{}",
  SST_RESOURCE_Rollout: JSON.stringify({ application: "myclothes-production", functions }),
};
// The links are read from the environment at their first use.
Object.assign(process.env, env);
const { call } = await import("./support/call.ts");
const shop = (...args: string[]) => call(args, env);

let aws: ReturnType<typeof fakeRollouts>;
beforeEach(() => {
  aws = fakeRollouts(Object.keys(functions));
});

/** Deploys new versions of some functions, and rolls them out. */
async function release(...names: (keyof typeof functions)[]) {
  for (const name of names) aws.publish(name);
  return shop("rollout");
}

describe("rollout back", () => {
  it("goes to the version that answered before, not to one that an alarm stopped", async () => {
    aws.alarms.add("Api");
    expect(await release("Api")).toMatchObject({ code: 1 });
    await release("Api");
    expect(aws.live().Api).toBe(3);
    const { code } = await shop("rollout", "back");
    expect([aws.live().Api, code]).toEqual([1, 0]);
  });

  it("moves the functions that the last rollout moved, and no others", async () => {
    await release("Api", "Orders", "Pages");
    aws.alarms.add("Api");
    await release("Api", "Orders");
    expect(aws.live()).toEqual({ Api: 2, Orders: 3, Pages: 2 });
    const { error } = await shop("rollout", "back");
    expect(aws.live()).toEqual({ Api: 2, Orders: 2, Pages: 2 });
    expect(error.split("\n").map((line) => line.replaceAll(/ {2,}/g, " | "))).toEqual([
      "function | from | to | note",
      "Api | 2 | 2 | stays: CodeDeploy has moved it back already",
      "Orders | 3 | 2",
      "Pages | 2 | 2 | stays: the last rollout did not change it",
      "Orders: version 2 answers all requests again, instead of 3",
    ]);
  });

  it("goes no further when it is repeated", async () => {
    await release("Api");
    await release("Api");
    await shop("rollout", "back");
    const { code, error } = await shop("rollout", "back");
    expect(aws.live().Api).toBe(2);
    expect(code).toBe(1);
    expect(error).toContain("stays: it was moved back from version 3 already");
    expect(error).toContain(
      "No function moves. To choose a version: rollout back --function <name> --to <version>",
    );
  });

  it("stops a rollout in progress, and moves the functions back that have finished it", async () => {
    aws.lost.add("Api");
    await release("Api", "Orders");
    expect(await shop("rollout", "back")).toMatchObject({ code: 0 });
    expect(aws.live()).toEqual({ Api: 1, Orders: 1, Pages: 1 });
    expect(aws.deployments.map(({ status }) => status).sort()).toEqual(["Stopped", "Succeeded"]);
  });

  it("moves one function to a chosen version", async () => {
    for (let i = 0; i < 3; i++) await release("Api", "Orders");
    expect(await shop("rollout", "back", "--function", "Api", "--to", "2")).toMatchObject({ code: 0 });
    expect(aws.live()).toMatchObject({ Api: 2, Orders: 4 });
    expect(await shop("rollout", "back", "--function", "Orders")).toMatchObject({ code: 0 });
    expect(aws.live()).toMatchObject({ Api: 2, Orders: 3 });
  });

  it.each([
    [["--function", "Api", "--to", "9"], "There is no version 9 of Api."],
    [["--function", "Cart"], "--function is one of Api, Orders, Pages."],
    [["--function", "Api", "--to", "last"], "--to is the number of a version, and needs --function."],
    [["--to", "1"], "--to is the number of a version, and needs --function."],
  ])("refuses %j", async (args, message) => {
    await release("Api");
    const { code, error } = await shop("rollout", "back", ...args);
    expect([code, error]).toEqual([1, message]);
    expect(aws.live().Api).toBe(2);
  });

  it.each(["RESTORED_DATABASE", "RESTORED_TABLES"])(
    "changes nothing if a version has another value of %s",
    async (variable) => {
      aws.publish("Orders");
      aws.publish("Api", { [variable]: "r20261129071500" });
      await shop("rollout", "--at-once");
      for (const args of [[], ["--function", "Api", "--to", "1"]]) {
        const { code, error } = await shop("rollout", "back", ...args);
        expect(code).toBe(1);
        expect(error).toContain("refused: version 1 uses other data than version 2");
        expect(error).toContain("Nothing was changed.");
        expect(aws.live()).toMatchObject({ Api: 2, Orders: 2 });
      }
      aws.publish("Api", { [variable]: "r20261129071500" });
      await shop("rollout");
      expect(await shop("rollout", "back")).toMatchObject({ code: 0 });
      expect(aws.live().Api).toBe(2);
    },
  );
});

describe("rollout", () => {
  it("does not try a version again that an alarm stopped, unless --again says so", async () => {
    aws.alarms.add("Api");
    await release("Api");
    const { code, error } = await release("Orders");
    expect(aws.live()).toEqual({ Api: 1, Orders: 2, Pages: 1 });
    expect(code).toBe(1);
    expect(error).toContain(
      "Api: version 1 stays. Version 2 had its rollout already (Stopped). Deploy a repaired version, or try it again with --again",
    );
    expect(await shop("rollout", "--again")).toMatchObject({ code: 0 });
    expect(aws.live().Api).toBe(2);
  });

  it("does not try a version again that was moved back by hand", async () => {
    await release("Api");
    await shop("rollout", "back");
    expect(await shop("rollout")).toMatchObject({ code: 1 });
    expect(aws.live().Api).toBe(1);
    await release("Api");
    expect(aws.live().Api).toBe(3);
  });
});
