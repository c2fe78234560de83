import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  type ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import type { Step } from "./step.ts";

export interface Quota {
  title: string;
  ServiceCode: string;
  QuotaCode: string;
  needed: number;
}

/** Compares the account's quota with what the sale needs. Only a person can request more, and AWS may take days. */
export async function quotaStep(client: ServiceQuotasClient, quota: Quota): Promise<Step> {
  const { title, needed, ...codes } = quota;
  const value = await currentOf(client, codes);
  const isOpen = value < needed;
  const note = isOpen ? `request at least ${needed} in Service Quotas; it may take days` : "is enough";
  return { title, from: String(value), to: String(Math.max(value, needed)), note, isOpen };
}

async function currentOf(
  client: ServiceQuotasClient,
  codes: Pick<Quota, "ServiceCode" | "QuotaCode">,
): Promise<number> {
  try {
    return (await client.send(new GetServiceQuotaCommand(codes))).Quota?.Value ?? 0;
  } catch (error) {
    // The account has never had another value.
    if ((error as Error).name !== "NoSuchResourceException") throw error;
    return (await client.send(new GetAWSDefaultServiceQuotaCommand(codes))).Quota?.Value ?? 0;
  }
}
