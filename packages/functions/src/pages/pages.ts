import { readFileSync } from "node:fs";
import type { Assets } from "@myclothes/storefront/render";
import { lambdaHandler } from "../http/lambda.ts";
import { createPages } from "./app.ts";

/** The build writes it beside the bundle. */
const assets: Assets = JSON.parse(readFileSync(new URL("assets.json", import.meta.url), "utf8"));

/** The Lambda function behind API Gateway's `$default` route: the pages of the storefront, and all paths that nothing else has. */
export const handler = lambdaHandler(createPages(assets));
