import type { Graph } from "@myclothes/synth/graph";
import { beforeAll, describe, expect, it } from "vitest";
import { statusPastEdge } from "../../../packages/lab/src/chapters/network/experiment.ts";
import { isClosedButRequired, isOpenButForbidden } from "../../../packages/lab/src/chapters/network/paths.ts";
import { shopPaths, weaken } from "../../../packages/lab/src/chapters/network/shop.ts";
import { platform } from "../../support/platform.ts";
import { type Stages, stages } from "../graphs.ts";

const namesOf = (graph: Graph, status = 403) =>
  shopPaths(graph, status)
    .filter((path) => isOpenButForbidden(path) || isClosedButRequired(path))
    .map(({ from, to }) => `${from} → ${to}`);

describe.skipIf(!platform)("paths", () => {
  let graphs: Stages;
  beforeAll(async () => {
    graphs = await stages();
  });

  it("are open where they are required, and closed elsewhere", async () => {
    const status = await statusPastEdge();
    for (const graph of [graphs.production, graphs.staging, graphs.alice])
      expect(namesOf(graph, status)).toEqual([]);
  });

  it.each([
    ["inbound", ["client → store: database, port 5432", "web → store: database, port 5432"]],
    ["reader", ["edge → store: images", "client → store: images, not by the edge"]],
    ["permission", ["web → store: tables", "web → store: database, Data API"]],
  ])("the lab notices stacks with another %s", (broken, names) => {
    expect(namesOf(weaken(graphs.production, broken))).toEqual(names);
  });

  it("the lab notices a function that answers past the edge", () => {
    expect(namesOf(graphs.production, 200)).toEqual(["client → web, not by the edge"]);
  });
});
