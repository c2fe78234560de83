import { beforeEach, inject, vi } from "vitest";
import { recordSuccess } from "../../packages/core/src/aws/breaker.ts";

Object.assign(process.env, inject("env"), { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" });

// A busy machine misses the shop's deadlines, which are far longer here. A file about deadlines takes both mocks out by `vi.unmock`.
vi.mock("../../packages/core/src/context.ts", async (original) =>
  (await import("./patience.ts")).patientContext(original),
);
vi.mock("../../packages/core/src/aws/call.ts", async (original) =>
  (await import("./patience.ts")).patientCalls(original),
);

// What one test did to a store is nothing to the next.
beforeEach(() => {
  for (const store of ["dynamodb", "data-api"]) recordSuccess(store);
});
