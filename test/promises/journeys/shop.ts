import { type Shop, startShop } from "@myclothes/local/shop";
import { client } from "../../support/client.ts";
import { retryWhileBusy } from "../../support/retry.ts";
import { allowUnpaid } from "../../support/unpaid.ts";

/** A whole shop with engines of its own, whatever engines this run or its environment has already. */
export async function startOwnShop(): Promise<Shop> {
  for (const service of ["DYNAMODB", "RDS_DATA", "SQS"]) delete process.env[`AWS_ENDPOINT_URL_${service}`];
  delete process.env.DATABASE_URL;
  const shop = await startShop();
  const { send } = client((path, init) => fetch(new URL(path, shop.url), init));
  await retryWhileBusy(() => send("GET", "/v1/health/ready"));
  Object.assign(process.env, shop.env);
  await allowUnpaid();
  return shop;
}
