import { inject } from "vitest";

Object.assign(process.env, inject("env"), { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" });
