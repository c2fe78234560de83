import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { timeOf } from "../../packages/cli/src/commands/restore.ts";
import { findSource, restoreCluster } from "../../packages/cli/src/restore/cluster.ts";
import { setVariables } from "../../packages/cli/src/restore/env.ts";
import { findTables, restoreTable } from "../../packages/cli/src/restore/tables.ts";
import { run } from "../../packages/cli/src/run.ts";
import { fakeAws, NAMES } from "./support/fake-aws.ts";
import { SOURCE } from "./support/fake-rds.ts";

const AT = new Date("2026-11-29T07:15:00Z");
const ID = "r20261129071500";
const steps = { report: () => {}, pauseMs: 0 };

let aws: ReturnType<typeof fakeAws>;
const start = () => {
  aws = fakeAws(Object.values(NAMES), ["shop-Attempts"]);
};
afterEach(() => aws?.close());

async function restoreAll(): Promise<void> {
  await restoreCluster(await findSource(`arn:aws:rds:us-east-1:1:cluster:${SOURCE}`, AT), AT, steps);
  // One after the other, so that the test can name each call.
  for (const table of await findTables(NAMES, AT)) await restoreTable(table, AT, steps);
}

/** All that a complete restore has created. */
const created = () => ({
  clusters: [...aws.clusters.values()].filter(({ DBClusterIdentifier }) => DBClusterIdentifier !== SOURCE),
  instances: [...aws.instances.values()].filter(({ DBClusterIdentifier }) => DBClusterIdentifier !== SOURCE),
  tables: [...aws.tables].filter(([name]) => name.endsWith(ID)),
});

describe("a restore", () => {
  it("creates a cluster that answers as the shop's own does, and that nobody can reach over a network", async () => {
    start();
    await restoreAll();
    const [cluster, ...others] = created().clusters;
    expect(others).toEqual([]);
    expect(cluster).toMatchObject({
      DBClusterIdentifier: `${SOURCE}-${ID}`,
      Status: "available",
      VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-closed" }],
      DBSubnetGroup: "closed-subnets",
      HttpEndpointEnabled: true,
      MasterUserSecret: { SecretStatus: "active" },
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 32 },
      BackupRetentionPeriod: 14,
      DeletionProtection: true,
      PerformanceInsightsEnabled: true,
      PerformanceInsightsRetentionPeriod: 465,
      DatabaseInsightsMode: "advanced",
      TagList: [{ Key: "sst:stage", Value: "production" }],
    });
    const instances = created().instances.map(({ PromotionTier, DBInstanceClass }) => [
      PromotionTier,
      DBInstanceClass,
    ]);
    expect(instances).toEqual([
      [0, "db.serverless"],
      [1, "db.serverless"],
    ]);
    for (const one of created().instances)
      expect(one).toMatchObject({
        PubliclyAccessible: false,
        PerformanceInsightsEnabled: true,
        PerformanceInsightsKMSKeyId: "key",
        PerformanceInsightsRetentionPeriod: 465,
      });
    expect(aws.changes[0]?.input).toMatchObject({ RestoreToTime: AT, RestoreType: "full-copy" });
  });

  it("creates tables with all that AWS does not copy, the cache empty, and one without backups empty", async () => {
    start();
    await restoreAll();
    const tables = Object.fromEntries(created().tables);
    expect(Object.keys(tables).sort()).toEqual(
      Object.values(NAMES)
        .map((name) => `${name}-${ID}`)
        .sort(),
    );
    const copied = { ttl: "expiresAt", isProtected: true, tags: [{ Key: "sst:app" }, { Key: "sst:stage" }] };
    expect(tables[`shop-Carts-${ID}`]).toMatchObject({ ...copied, hasRecovery: true, content: 3 });
    expect(tables[`shop-Sessions-${ID}`]).toMatchObject({ ...copied, hasRecovery: true, content: 3 });
    expect(tables[`shop-Cache-${ID}`]).toMatchObject({ ...copied, hasRecovery: true, content: 0 });
    expect(tables[`shop-Attempts-${ID}`]).toMatchObject({ ...copied, hasRecovery: false, content: 0 });
  });

  it("changes nothing of the shop's own", async () => {
    start();
    const own = () =>
      JSON.stringify([aws.clusters.get(SOURCE), ...Object.values(NAMES).map((name) => aws.tables.get(name))]);
    const before = own();
    await restoreAll();
    expect(own()).toBe(before);
  });

  it("can be repeated after an interruption at any call, and ends in the same state", async () => {
    start();
    await restoreAll();
    const wanted = JSON.stringify(created());
    const calls = aws.changes.length;
    expect(calls).toBeGreaterThan(20);
    await restoreAll();
    // Only the tags are written anew.
    expect(aws.changes.slice(calls).map(({ name }) => name)).toEqual(["tag", "tag", "tag", "tag"]);
    // An interruption before a call leaves the same as one after the call before it.
    for (let at = 0; at < calls; at++) {
      aws.close();
      start();
      aws.failAfter(at);
      await expect(restoreAll()).rejects.toThrow("TimeoutError");
      await restoreAll();
      expect(JSON.stringify(created()), `interrupted after call ${at}`).toBe(wanted);
    }
  });

  it("refuses a time for which there is no backup, before it creates anything", async () => {
    start();
    for (const at of [new Date("2026-10-01T00:00:00Z"), new Date("2026-11-29T09:00:00Z")]) {
      await expect(findSource(`arn:aws:rds:us-east-1:1:cluster:${SOURCE}`, at)).rejects.toThrow(
        "between 2026-11-01T00:00:00.000Z and",
      );
      await expect(findTables(NAMES, at)).rejects.toThrow("between 2026-11-01T00:00:00.000Z and");
    }
    expect(aws.changes).toEqual([]);
  });

  it("of what was restored before has a name of its own, and no longer one", async () => {
    start();
    await restoreAll();
    const later = new Date("2026-11-29T07:30:00Z");
    const source = aws.clusters.get(`${SOURCE}-${ID}`);
    if (!source) throw new Error("Nothing was restored");
    await restoreCluster(source, later, steps);
    expect([...aws.clusters.keys()].at(-1)).toBe(`${SOURCE}-r20261129073000`);
  });
});

it.each([["restore", "--at", "2026-11-29T07:15:00Z"], ["rollout"], ["rollout", "back"]])(
  "%s is refused for the shop on this machine",
  async (...args) => {
    const lines: string[] = [];
    const env = { SST_RESOURCE_Database: "{}", SST_RESOURCE_App: '{"name":"myclothes","stage":"local"}' };
    const io = { out: () => {}, error: (text: string) => lines.push(text), isTTY: false, env };
    expect(await run(args, io)).toBe(1);
    expect(lines.join()).toContain("works on a stage in your AWS account");
  },
);

describe("--at", () => {
  it.each(["2026-11-29T07:15:00Z", "2026-11-29T08:15+01:00"])("accepts %s", (at) => {
    expect(timeOf({ at })).toEqual(AT);
  });

  it.each([undefined, "yesterday", "2026-11-29", "2026-11-29T07:15:00", "2126-01-01T00:00:00Z"])(
    "refuses %s",
    (at) => {
      expect(() => timeOf({ at })).toThrow("--at is a time in the past with its zone");
    },
  );
});

it("sets and removes variables of a stage, and keeps the others", () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "env-")), ".env.production");
  writeFileSync(file, "SHOP_DOMAIN=shop.example.com\nRESTORED_TABLES=old\n\n");
  setVariables(file, { RESTORED_DATABASE: ID, RESTORED_TABLES: ID });
  expect(readFileSync(file, "utf8")).toBe(
    `SHOP_DOMAIN=shop.example.com\nRESTORED_DATABASE=${ID}\nRESTORED_TABLES=${ID}\n`,
  );
  setVariables(file, { RESTORED_DATABASE: undefined, RESTORED_TABLES: undefined });
  expect(readFileSync(file, "utf8")).toBe("SHOP_DOMAIN=shop.example.com\n");
});
