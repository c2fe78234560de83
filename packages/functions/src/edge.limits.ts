/**
 * How many requests of one address the firewall lets through in five minutes. Behind one address there may be an office or a phone
 * company, so these limits stop programs and not shoppers. The shop has finer limits for wrong passwords.
 */
export const addressLimits: AddressLimit[] = [
  { name: "SignIn", limit: 100, method: "POST", path: "/v1/sessions" },
  { name: "Registration", limit: 50, method: "POST", path: "/v1/customers" },
  { name: "PasswordReset", limit: 50, method: "POST", path: "/v1/password-resets" },
  { name: "Orders", limit: 100, method: "POST", path: "/v1/orders" },
  { name: "Writes", limit: 1_500, method: "any write" },
  { name: "Requests", limit: 20_000, method: "any" },
];

export interface AddressLimit {
  name: string;
  limit: number;
  /** `any write`: every method that may change something. */
  method: "POST" | "any write" | "any";
  /** All paths, if it is missing. */
  path?: string;
}

/** The methods that change nothing. */
export const READ_METHODS = ["GET", "HEAD", "OPTIONS"];

/** How long a client that the firewall has refused should wait, in seconds. The firewall counts again every ten seconds or so. */
export const LIMIT_RETRY_S = 60;
