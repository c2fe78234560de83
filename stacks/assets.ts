import { readdirSync } from "node:fs";
import path from "node:path";
import { ASSET_CACHING, ASSETS_PATH } from "@myclothes/functions/edge-rules";
import { typeOf } from "@myclothes/functions/media-types";
import { distribution } from "./edge.ts";
import { built } from "./lambda.ts";
import { stage } from "./stage.ts";
import { assets, readableBy } from "./storage.ts";

const folder = path.join($cli.paths.root, built, "site", ASSETS_PATH);
const keyOf = (name: string) => `${ASSETS_PATH.slice(1)}${name}`;

/**
 * The files that the pages load. Their names have hashes, so a deploy adds files and changes none. In a permanent stage the files
 * of earlier deploys stay, because pages that are open may still load them. They cost a cent a year.
 */
export const uploaded = readdirSync(folder)
  .sort()
  .map(
    (name) =>
      new aws.s3.BucketObjectv2(
        `Asset-${name}`,
        {
          bucket: assets.id,
          key: keyOf(name),
          source: new $util.asset.FileAsset(path.join(folder, name)),
          contentType: typeOf(name),
          cacheControl: ASSET_CACHING,
        },
        { retainOnDelete: stage.permanent },
      ),
  );

readableBy("Assets", distribution, assets, ASSETS_PATH.slice(1));
