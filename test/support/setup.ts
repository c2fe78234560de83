import { beforeEach, inject, vi } from "vitest";
import { answered } from "../../packages/core/src/aws/breaker.ts";

Object.assign(process.env, inject("env"), { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" });

vi.mock("../../packages/core/src/context.ts", async (original) =>
  (await import("./patience.ts")).patient(original),
);

// What one test did to a store is nothing to the next.
beforeEach(() => {
  for (const store of ["dynamodb", "data-api"]) answered(store);
});
