import { random } from "@myclothes/demo-catalogue/random";
import { share } from "../../report/numbers.ts";
import type { Chapter, Check } from "../../runner/chapter.ts";
import { buildProgram } from "../../runner/program.ts";
import { type Outcome, readsAfter, upload } from "./experiment.ts";
import { type System, systems } from "./systems.ts";

interface Uploaded extends Outcome {
  system: System;
}

export const images: Chapter = {
  name: "images",
  number: 4,
  title: "The image that was there a moment ago",
  question:
    "How often do shoppers find the image that was just uploaded, and after its instance was replaced?",
  systems,
  experiment:
    "A merchant uploads 10 images through the balancer. Each is asked for once before it is there, and six times right after. Then two of three instances die by kill -9, are replaced, and all images are read again.",
  invariant: "Each read after an upload finds the same bytes.",
  trials: 4,
  async run({ seed, trials, progress, broken, only }) {
    const program = await buildProgram();
    const all: Uploaded[] = [];
    try {
      for (const system of systems.filter(({ key }) => !only || only.includes(key))) {
        const sum: Uploaded = { system, uploads: 0, reads: 0, missed: 0, missedLater: 0, byInstances: 0 };
        for (let trial = 0; trial < trials; trial++) {
          progress(`${system.name}: trial ${trial + 1} of ${trials}`);
          const outcome = await upload(program.file, system, random(`images ${seed} ${trial}`), broken);
          for (const key of Object.keys(outcome) as (keyof Outcome)[]) sum[key] += outcome[key];
        }
        all.push(sum);
      }
    } finally {
      program.remove();
    }
    const found = (missed: number, one: Uploaded) => share(readsAfter(one) - missed, readsAfter(one));
    const [disk, shared, bucket] = all;
    return {
      tables: [
        {
          title: "Images found",
          columns: [
            "system",
            "right after the upload",
            "after two of three instances were replaced",
            "reads answered by instances",
          ],
          rows: all.map((one) => [
            one.system.name,
            found(one.missed, one),
            found(one.missedLater, one),
            share(one.byInstances, one.reads),
          ]),
        },
      ],
      charts: [
        {
          kind: "bars",
          title: "Images found, in percent",
          says: "A disk finds an image only through the instance that stored it, and loses it with that instance.",
          x: "system",
          y: "% of reads",
          series: (["missed", "missedLater"] as const).map((key) => ({
            name: key === "missed" ? "right after the upload" : "after instances were replaced",
            points: all.map((one): [string, number] => [
              one.system.name,
              (100 * (readsAfter(one) - one[key])) / readsAfter(one),
            ]),
          })),
        },
      ],
      checks: all.flatMap(checks),
      lessons:
        disk && shared && bucket
          ? [
              `With a disk in each of three instances, ${found(disk.missed, disk)} of the reads find the image just uploaded, and ${found(disk.missedLater, disk)} after two instances were replaced.`,
              `Shared storage finds all, but instances answer ${share(shared.byInstances, shared.reads)} of the reads. With an object store behind the edge it is ${share(bucket.byInstances, bucket.reads)}.`,
            ]
          : [],
      missing: [],
    };
  },
};

function checks(one: Uploaded): Check[] {
  const expected = one.system.key === "disk" ? "happens" : "never";
  const check = (when: string, violations: number): Check => ({
    system: one.system.name,
    invariant: `a read ${when} finds the image`,
    trials: readsAfter(one),
    violations,
    expected,
  });
  return [check("after the upload", one.missed), check("after instances were replaced", one.missedLater)];
}
