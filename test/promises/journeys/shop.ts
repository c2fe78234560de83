import { type Shop, startShop } from "@myclothes/local/shop";

/** A whole shop with engines of its own, whatever engines this run or its environment has already. */
export function startOwnShop(): Promise<Shop> {
  for (const service of ["DYNAMODB", "RDS_DATA", "SQS"]) delete process.env[`AWS_ENDPOINT_URL_${service}`];
  delete process.env.DATABASE_URL;
  return startShop();
}
