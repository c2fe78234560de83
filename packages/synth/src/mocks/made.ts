/** The account that ARNs name. */
export const ACCOUNT = "123456789012";

/** Where a mock may look: an AWS service's ARN for a resource, and the names that were asked for. */
export interface Made {
  name: string;
  inputs: Record<string, unknown>;
  region: string;
  arn(service: string, resource: string): string;
}

export const arnIn = (region: string) => (service: string, resource: string) =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
