import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { between, type Random } from "@myclothes/demo-catalogue/random";
import { startS3 } from "@myclothes/local/s3";
import { startBalancer } from "../../runner/balancer.ts";
import { createEdge } from "../../runner/edge.ts";
import { replace, startGroup } from "../../runner/group.ts";
import { call } from "../../runner/http.ts";
import type { System } from "./systems.ts";

export interface Outcome {
  uploads: number;
  reads: number;
  /** Reads right after the upload that did not find the image, or found other bytes. */
  missed: number;
  /** The same, after two of three instances were replaced. */
  missedLater: number;
  /** Reads that an instance had to answer. */
  byInstances: number;
}

const UPLOADS = 10;
/** Enough to meet each of three instances twice. */
const READS = 6;

/** A merchant uploads images, and shoppers read each at once, and again after instances were replaced. */
export async function upload(program: string, system: System, next: Random, broken = ""): Promise<Outcome> {
  const dir = mkdtempSync(path.join(tmpdir(), "lab-images-"));
  mkdirSync(path.join(dir, "images"));
  const s3 = await startS3({ path: dir, isPersistent: false, close: async () => {} }, { origins: [] });
  const images = system.key === "shared" && broken === "mount" ? "disk" : system.key;
  const group = await startGroup(program, 3, {
    LAB_IMAGES: images,
    LAB_IMAGES_AT: images === "bucket" ? s3.url : path.join(dir, "images"),
  });
  const balancer = await startBalancer(() => group.instances);
  const edge = createEdge<Buffer | undefined>(60_000);
  const outcome: Outcome = { uploads: 0, reads: 0, missed: 0, missedLater: 0, byInstances: 0 };

  const fromBucket = async (name: string) => {
    const { status, body } = await call(`${s3.url}/images/${name}`);
    if (status === 200) return body;
    // The edge keeps only what it has found. Otherwise an image that was asked for too early would stay missing.
    if (broken === "misses") return undefined;
    throw new Error("not found");
  };
  const read = async (name: string): Promise<Buffer | undefined> => {
    outcome.reads++;
    if (images === "bucket")
      return edge(name, () => fromBucket(name)).then(
        ({ answer }) => answer,
        () => undefined,
      );
    outcome.byInstances++;
    const { status, body } = await call(`${balancer.url}/images/${name}`);
    return status === 200 ? body : undefined;
  };
  const missed = async (name: string, image: Buffer) => {
    const found = await Promise.all(Array.from({ length: READS }, () => read(name)));
    return found.filter((bytes) => !bytes?.equals(image)).length;
  };

  const stored: [name: string, image: Buffer][] = [];
  try {
    for (let number = 1; number <= UPLOADS; number++) {
      const name = `coat-${number}.avif`;
      const image = Buffer.from(Array.from({ length: 2_000 }, () => between(next, 0, 255)));
      // A page may ask for its image before it is there.
      await read(name);
      const reply = await call(`${balancer.url}/images/${name}`, { method: "PUT", body: image });
      if (reply.status !== 200)
        throw new Error(`The upload was answered with ${reply.status}: ${reply.body}`);
      outcome.uploads++;
      stored.push([name, image]);
      outcome.missed += await missed(name, image);
    }
    for (const victim of group.instances.slice(0, 2)) await replace(group, victim);
    for (const [name, image] of stored) outcome.missedLater += await missed(name, image);
    return outcome;
  } finally {
    await balancer.stop();
    await group.stop();
    await s3.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

export const readsAfter = ({ uploads }: Outcome): number => uploads * READS;
