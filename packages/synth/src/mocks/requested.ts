/** The account number in ARNs. */
export const ACCOUNT = "123456789012";

/** What a mock may use: the requested resource, and a function for ARNs in its region. */
export interface Requested {
  name: string;
  inputs: Record<string, unknown>;
  region: string;
  /** Whether the program reads a resource that exists. */
  isRead: boolean;
  arn(service: string, resource: string): string;
}

export const arnIn = (region: string) => (service: string, resource: string) =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
