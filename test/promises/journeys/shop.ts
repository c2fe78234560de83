import { type Shop, startShop } from "@myclothes/local/shop";

/** A whole shop with engines of its own, whatever engines this run or its environment has already. */
export function startOwnShop(): Promise<Shop> {
  for (const name of ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_RDS_DATA", "DATABASE_URL"]) {
    delete process.env[name];
  }
  return startShop();
}
