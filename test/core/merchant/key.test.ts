import { context } from "@myclothes/core/context";
import * as Key from "@myclothes/core/merchant/key";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deployer } from "../../support/admin.ts";
import { type Fault, proxy } from "../../support/fault-proxy.ts";

let fates: Fault[] = [];
let between: Awaited<ReturnType<typeof proxy>>;

beforeAll(async () => {
  between = await proxy(process.env.AWS_ENDPOINT_URL_RDS_DATA ?? "", () => fates.shift() ?? "pass");
  process.env.AWS_ENDPOINT_URL_RDS_DATA = between.url;
});
afterAll(() => between.close());

it.each<Fault>(["reset after", "duplicate"])(
  "creates a key with a secret that opens it, if the database executes the statement twice (%s)",
  async (fate) => {
    fates = [fate];
    const { key, replayed } = await Key.create(context(), deployer, { name: "Twice", role: "packer" });
    expect([fates, replayed]).toEqual([[], false]);
    expect(await Key.authenticate(context(), key.secret ?? "")).toMatchObject({ id: key.id, name: "Twice" });
  },
);
