import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Shop } from "@myclothes/local/shop";
import type { Script } from "../support/fault-proxy.ts";
import type { Watch } from "./shoppers.ts";

/** The table that is throttled in a scene. */
export const THROTTLED = "Carts";

/** What a scene may do to the shop. */
export interface Stage {
  url: string;
  deploy: Shop["deploy"];
  /** A folder for other bundles. */
  folder: string;
  play(script: Script): void;
  watch: Watch;
  isOver(): boolean;
}

export interface Scene {
  title: string;
  /** Begins the incident. Returns a function that ends it, as a person or AWS would. */
  begin(stage: Stage): Promise<() => Promise<unknown>>;
}

/** The part of the calls that an incident meets. Every third, so that two runs are alike. */
const everyThird = () => {
  let count = 0;
  return () => count++ % 3 === 0;
};

/** A module that throws in every tenth call, and otherwise calls the version before. */
const brokenVersionOf = (bundle: string): string => `
import { handler as good } from ${JSON.stringify(pathToFileURL(bundle).href)};
let count = 0;
export const handler = async (event, context) => {
  if (count++ % 10 === 0) throw new Error("A bad deploy");
  return good(event, context);
};`;

export const scenes: Scene[] = [
  { title: "nothing happens", begin: async () => async () => {} },
  {
    // A third of the connections to DynamoDB break until its endpoints are replaced; Aurora's writer was in this zone.
    title: "a zone's stores are unavailable",
    async begin({ play }) {
      const [isHit, end] = [everyThird(), Date.now() + 15_000];
      play(({ store }) => {
        if (store === "data-api" && Date.now() < end) return { exception: "DatabaseUnavailableException" };
        return store === "dynamodb" && isHit() ? "reset before" : "pass";
      });
      return async () => play(() => "pass");
    },
  },
  {
    title: `the table ${THROTTLED} is throttled`,
    async begin({ play }) {
      let count = 0;
      play(({ store, text }) =>
        store === "dynamodb" && text.includes(THROTTLED) && count++ % 10 < 7
          ? { exception: "ThrottlingException" }
          : "pass",
      );
      return async () => play(() => "pass");
    },
  },
  {
    title: "the queue is stuck",
    async begin({ play }) {
      play(({ operation }) => (operation === "ReceiveMessage" ? { status: 503 } : "pass"));
      return async () => play(() => "pass");
    },
  },
  {
    // As a rollout does it: a tenth of the requests reach the new version, which throws.
    title: "a bad deploy, at a tenth",
    async begin({ deploy, folder }) {
      const broken = path.join(folder, "broken.mjs");
      await deploy((name, bundle) => {
        if (name !== "api") return bundle;
        writeFileSync(broken, brokenVersionOf(bundle));
        return broken;
      });
      return () => deploy((_, bundle) => bundle);
    },
  },
  {
    // Without the firewall, which is CloudFront's: all of it reaches the shop.
    title: "a flood of sign-ins",
    async begin({ url, isOver, watch }) {
      const attack = async () => {
        while (!isOver()) {
          const body = JSON.stringify({ email: `${randomUUID()}@example.com`, password: "not the password" });
          const headers = { "content-type": "application/json" };
          const since = performance.now();
          const answer = await fetch(new URL("/v1/sessions", url), { method: "POST", body, headers }).catch(
            () => undefined,
          );
          await answer?.arrayBuffer();
          watch({ status: answer?.status ?? 0, code: "", ms: performance.now() - since, isCached: false });
        }
      };
      const attacks = Array.from({ length: 32 }, attack);
      return () => Promise.all(attacks);
    },
  },
];
