import { fromEnv } from "@aws-sdk/credential-provider-env";

/** Stands in for the SDK's whole chain of credentials in the bundles. */
export const defaultProvider = fromEnv;
