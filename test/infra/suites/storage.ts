import { readdirSync, readFileSync } from "node:fs";
import { tables } from "@myclothes/core/tables";
import { all, one } from "@myclothes/synth/graph";
import { beforeAll, describe, expect, it } from "vitest";
import { platform } from "../../support/platform.ts";
import { configured, root, type Stages, stages } from "../graphs.ts";

const CLUSTER = "aws:rds/cluster:Cluster";
const INSTANCE = "aws:rds/clusterInstance:ClusterInstance";
const TABLE = "aws:dynamodb/table:Table";

describe.skipIf(!platform)("storage", () => {
  let graphs: Stages;
  beforeAll(async () => {
    graphs = await stages();
  });

  describe("DynamoDB", () => {
    it.each(Object.entries(tables))("%s has the keys and the TTL that the code reads", (name, table) => {
      const { key, sort, ttl }: { key: string; sort?: string; ttl: string } = table;
      for (const graph of Object.values(graphs)) {
        expect(one(graph, TABLE, `${name}Table`).inputs).toMatchObject({
          hashKey: key,
          ttl: { attributeName: ttl, enabled: true },
        });
        expect(one(graph, TABLE, `${name}Table`).inputs.rangeKey).toBe(sort);
      }
    });

    it("has only these tables, each on demand and encrypted, and backed up if its loss would hurt", () => {
      for (const graph of Object.values(graphs)) {
        const found = all(graph, TABLE);
        expect(found.map(({ name }) => name).sort()).toEqual(
          Object.keys(tables)
            .map((name) => `${name}Table`)
            .sort(),
        );
        for (const { name, inputs } of found) {
          expect(inputs).toMatchObject({
            billingMode: "PAY_PER_REQUEST",
            serverSideEncryption: { enabled: true },
            // The cache is loaded again, and attempts expire within a day.
            pointInTimeRecovery: { enabled: !["AttemptsTable", "CacheTable"].includes(name) },
          });
        }
      }
    });

    it("is retained in a permanent stage, and deleted with a developer's", () => {
      const protection = (graph: Stages["alice"]) =>
        all(graph, TABLE).map(({ inputs, retainOnDelete }) => [
          inputs.deletionProtectionEnabled,
          retainOnDelete,
        ]);
      for (const stage of ["production", "staging"] as const) {
        expect(protection(graphs[stage])).toEqual(Object.keys(tables).map(() => [true, true]));
      }
      expect(protection(graphs.alice)).toEqual(Object.keys(tables).map(() => [false, false]));
    });
  });

  describe("Aurora", () => {
    it("is PostgreSQL 17 on Serverless v2, encrypted, with the Data API", () => {
      for (const graph of Object.values(graphs)) {
        expect(one(graph, CLUSTER).inputs).toMatchObject({
          engine: "aurora-postgresql",
          engineVersion: expect.stringMatching(/^17/),
          enableHttpEndpoint: true,
          storageEncrypted: true,
        });
        for (const { inputs } of all(graph, INSTANCE)) {
          expect(inputs).toMatchObject({ instanceClass: "db.serverless", publiclyAccessible: false });
        }
      }
    });

    it("has subnets in three zones", () => {
      for (const graph of Object.values(graphs)) {
        const subnets = all<{ availabilityZone: string }>(graph, "aws:ec2/subnet:Subnet");
        expect(new Set(subnets.map(({ inputs }) => inputs.availabilityZone)).size).toBe(3);
        expect(one(graph, "aws:rds/subnetGroup:SubnetGroup").inputs.subnetIds).toHaveLength(3);
      }
    });

    it("keeps each subnet in its zone when AWS's list of zones changes", () => {
      for (const graph of Object.values(graphs)) {
        for (const { ignoreChanges } of all(graph, "aws:ec2/subnet:Subnet"))
          expect(ignoreChanges).toEqual(["availabilityZone"]);
      }
    });

    it("has a replica of the writer's size in production, and none in a developer's stage", () => {
      const tiers = (graph: Stages["alice"]) =>
        all(graph, INSTANCE)
          .map(({ inputs }) => inputs.promotionTier)
          .sort();
      // In promotion tiers 0 and 1, a replica has the writer's capacity.
      const [writer, ...replicas] = tiers(graphs.production);
      expect([writer, replicas.length > 0]).toEqual([0, true]);
      expect(replicas.every((tier) => tier === 1)).toBe(true);
      for (const stage of ["alice", "dev"] as const) expect(tiers(graphs[stage])).toEqual([0]);
    });

    it("never pauses in a permanent stage, and pauses in a developer's", () => {
      const capacity = (graph: Stages["alice"]) =>
        one<{ serverlessv2ScalingConfiguration: Record<string, number> }>(graph, CLUSTER).inputs
          .serverlessv2ScalingConfiguration;
      for (const stage of ["production", "staging"] as const) {
        expect(capacity(graphs[stage]).minCapacity).toBeGreaterThan(0);
        expect(capacity(graphs[stage]).secondsUntilAutoPause).toBeUndefined();
      }
      for (const stage of ["alice", "dev"] as const) {
        expect(capacity(graphs[stage])).toMatchObject({ minCapacity: 0, secondsUntilAutoPause: 300 });
      }
    });

    it("has its own insights as soon as its minimum allows them", async () => {
      const large = await configured();
      for (const { inputs } of [...all(large, CLUSTER), ...all(large, INSTANCE)])
        expect(inputs.performanceInsightsEnabled).toBe(true);
      expect(one(large, CLUSTER).inputs.databaseInsightsMode).toBe("standard");
      for (const { inputs } of [...all(graphs.production, CLUSTER), ...all(graphs.production, INSTANCE)])
        expect(inputs.performanceInsightsEnabled).toBeUndefined();
    });

    it("is protected, backed up for 14 days, and saved before its deletion, in a permanent stage", () => {
      for (const stage of ["production", "staging"] as const) {
        const { inputs, protect, retainOnDelete } = one(graphs[stage], CLUSTER);
        expect([protect, retainOnDelete]).toEqual([true, true]);
        expect(inputs).toMatchObject({
          deletionProtection: true,
          backupRetentionPeriod: 14,
          skipFinalSnapshot: false,
          finalSnapshotIdentifier: `myclothes-${stage}-final`,
        });
      }
      const { inputs, protect, retainOnDelete } = one(graphs.alice, CLUSTER);
      expect([protect, retainOnDelete]).toEqual([false, false]);
      expect(inputs).toMatchObject({ deletionProtection: false, skipFinalSnapshot: true });
    });

    it("has a password that only RDS knows", () => {
      for (const graph of Object.values(graphs)) {
        const { inputs, secrets } = one(graph, CLUSTER);
        expect([inputs.manageMasterUserPassword, inputs.masterPassword, secrets]).toEqual([
          true,
          undefined,
          [],
        ]);
        expect(JSON.stringify(graph.links)).not.toMatch(/password"/i);
      }
    });
  });

  describe("the network", () => {
    it("allows no incoming and no outgoing traffic", () => {
      for (const graph of Object.values(graphs)) {
        const groups = [
          ...all(graph, "aws:ec2/securityGroup:SecurityGroup"),
          ...all(graph, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"),
        ];
        expect(groups.length).toBeGreaterThan(1);
        for (const { inputs } of groups) expect([inputs.ingress, inputs.egress]).toEqual([[], []]);
        const types = graph.resources.map(({ type }) => type);
        for (const way of ["internetGateway", "natGateway", "securityGroupRule", "IngressRule", "Route:"]) {
          expect(types.filter((type) => type.includes(way))).toEqual([]);
        }
        const closed = `sg-${one(graph, "aws:ec2/securityGroup:SecurityGroup").name}`;
        expect(one(graph, CLUSTER).inputs.vpcSecurityGroupIds).toEqual([closed]);
      }
    });

    it("contains no function", () => {
      for (const graph of Object.values(graphs)) {
        for (const { inputs } of all(graph, "aws:lambda/function:Function"))
          expect(inputs.vpcConfig).toBeUndefined();
      }
    });
  });

  describe.each([
    ["Images", "images"],
    ["Assets", "assets"],
  ])("the bucket %s", (name, folder) => {
    it("is private and encrypted, and only this distribution reads it, over TLS", () => {
      for (const graph of Object.values(graphs)) {
        const block = one(
          graph,
          "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
          `${name}Private`,
        ).inputs;
        expect(block).toMatchObject({
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        });
        const ENCRYPTION =
          "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
        const own = [block.bucket, one(graph, ENCRYPTION, `${name}Encrypted`).inputs.bucket];
        expect(own).toEqual([expect.stringContaining(name.toLowerCase()), own[0]]);
        const { policy, bucket } = one<{ policy: string; bucket: string }>(
          graph,
          "aws:s3/bucketPolicy:BucketPolicy",
          `${name}Policy`,
        ).inputs;
        expect(bucket).toBe(own[0]);
        const [read, deny] = JSON.parse(policy).Statement;
        expect(read).toMatchObject({ Effect: "Allow", Principal: { Service: ["cloudfront.amazonaws.com"] } });
        expect(read.Condition.StringEquals["aws:SourceArn"]).toEqual([
          expect.stringMatching(/^arn:aws:cloudfront::\d+:distribution\/\w+$/),
        ]);
        expect([read.Action].flat()).toEqual(["s3:GetObject"]);
        expect([read.Resource].flat()).toEqual([`arn:aws:s3:::${bucket}/${folder}/*`]);
        expect(deny).toMatchObject({
          Effect: "Deny",
          Condition: { Bool: { "aws:SecureTransport": ["false"] } },
        });
      }
    });

    it("keeps what it holds in a permanent stage", () => {
      const BUCKET = "aws:s3/bucket:Bucket";
      expect(one(graphs.production, BUCKET, name).inputs.forceDestroy).toBe(false);
      expect(one(graphs.alice, BUCKET, name).inputs.forceDestroy).toBe(true);
    });
  });

  describe("the files that pages load", () => {
    /** SST stores the functions' code as objects, too. */
    const files = (graph: Stages["alice"]) =>
      all<File>(graph, "aws:s3/bucketObjectv2:BucketObjectv2").filter(({ name }) =>
        name.startsWith("Asset-"),
      );
    interface File {
      key: string;
      contentType: string;
      cacheControl: string;
    }

    it("are those of the build, with their types, and are cached for a year", () => {
      const folder = `${root}packages/functions/dist/site`;
      const { shop, admin, fonts } = JSON.parse(readFileSync(`${folder}/assets.json`, "utf8"));
      for (const graph of Object.values(graphs)) {
        const found = files(graph).map(({ inputs }) => inputs);
        expect(found.map(({ key }) => key).sort()).toEqual(
          readdirSync(`${folder}/assets`)
            .map((name) => `assets/${name}`)
            .sort(),
        );
        const typeOf = (address: string) => found.find(({ key }) => `/${key}` === address)?.contentType;
        for (const { script, styles, preload } of [shop, admin]) {
          for (const one of [script, ...preload]) expect(typeOf(one)).toBe("text/javascript; charset=utf-8");
          for (const one of styles) expect(typeOf(one)).toBe("text/css; charset=utf-8");
        }
        for (const one of fonts) expect(typeOf(one)).toBe("font/woff2");
        for (const { cacheControl } of found)
          expect(cacheControl).toBe("public, max-age=31536000, immutable");
      }
    });

    it("stay after later deploys of a permanent stage, for pages that are open", () => {
      for (const stage of ["production", "staging"] as const) {
        const kept = files(graphs[stage]).map(({ retainOnDelete }) => retainOnDelete);
        expect(new Set(kept)).toEqual(new Set([true]));
      }
    });
  });

  describe("the bucket of images", () => {
    it("accepts uploads from the shop's own pages only", () => {
      for (const graph of Object.values(graphs)) {
        const { corsRules } = one<{ corsRules: object[] }>(
          graph,
          "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        ).inputs;
        expect(corsRules).toEqual([
          {
            allowedOrigins: [expect.stringMatching(/^https:\/\/[\w.-]+$/)],
            allowedMethods: ["PUT"],
            allowedHeaders: ["content-type"],
            maxAgeSeconds: 3_600,
          },
        ]);
      }
    });

    it("deletes uploads after a day, and no image", () => {
      for (const graph of Object.values(graphs)) {
        const { rules } = one<{ rules: object[] }>(
          graph,
          "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        ).inputs;
        expect(rules).toEqual([
          expect.objectContaining({
            status: "Enabled",
            filter: { prefix: "uploads/" },
            expiration: { days: 1 },
          }),
        ]);
      }
    });
  });

  it("protects a permanent stage from removal, and removes a developer's stage completely", () => {
    for (const stage of ["production", "staging"] as const) {
      expect(graphs[stage].app).toMatchObject({ removal: "retain", protect: true });
    }
    expect(graphs.alice.app).toMatchObject({ removal: "remove", protect: false });
    expect(graphs.alice.resources.filter(({ retainOnDelete, protect }) => retainOnDelete || protect)).toEqual(
      [],
    );
  });
});
