import { beforeEach, inject } from "vitest";
import { answered } from "../../packages/core/src/aws/breaker.ts";

Object.assign(process.env, inject("env"), { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" });

// What one test did to a store is nothing to the next.
beforeEach(() => {
  for (const store of ["dynamodb", "data-api"]) answered(store);
});
