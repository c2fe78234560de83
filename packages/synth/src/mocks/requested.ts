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

/** The name in AWS: the given one, a prefix with what AWS adds, or the one in the program. */
export function physicalName({ name, inputs }: Requested, key = "name"): string {
  const prefix = inputs[`${key}Prefix`];
  return String(inputs[key] ?? (prefix === undefined ? name : `${prefix}${RANDOM}`));
}

/** What AWS's provider appends to a prefix: 26 digits, the same ones in each run. */
const RANDOM = "20260101000000000000000001";
