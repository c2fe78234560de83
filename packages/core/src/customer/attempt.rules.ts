import { sha256 } from "../hash.ts";

const QUARTER_S = 15 * 60;
const HOUR_S = 60 * 60;

/**
 * Counts attempts in a fixed window, which the first attempt opens. One counter may hold several counts, each
 * with a limit. Their names are the attributes under which they are stored.
 */
export interface Counter {
  id: string;
  windowS: number;
  limits: Record<string, number>;
}

/** The ID is a hash: e-mails and IP addresses are not stored. */
const counter = (name: string, limits: Record<string, number>, windowS = QUARTER_S): Counter => ({
  id: sha256(name),
  windowS,
  limits,
});

/** Sign-ins to one account: 10 from each address, and 100 in all. */
export const byAccount = (login: string, address = "unknown"): Counter =>
  counter(`account ${login}`, { tries: 100, [`from_${sha256(address).replaceAll("-", "_")}`]: 10 });

/** Sign-ins to one account from a device that has signed in to it before: 10. */
export const byDevice = (login: string, device: string): Counter =>
  counter(`device ${device} ${login}`, { tries: 10 });

/** Sign-ins from one address to any account: 100. */
export const byAddress = (address: string): Counter => counter(`address ${address}`, { tries: 100 });

/** Registrations from one address that did not create an account: 20. */
export const registrations = (address: string): Counter => counter(`register ${address}`, { tries: 20 });

/** Requests to reset the password of one account in an hour: 5 from each address, and 20 in all. Each sends a mail. */
export const resetsOf = (login: string, address = "unknown"): Counter =>
  counter(`reset ${login}`, { tries: 20, [`from_${sha256(address).replaceAll("-", "_")}`]: 5 }, HOUR_S);

/** Requests from one address to reset a password, of any account: 50 an hour. */
export const resetsFrom = (address: string): Counter =>
  counter(`resets from ${address}`, { tries: 50 }, HOUR_S);

/** Attempts of a signed-in customer to give the current password: 10. */
export const ownPassword = (customer: string): Counter => counter(`password ${customer}`, { tries: 10 });

/** Requests to change a customer's e-mail: 10 an hour. Each sends a mail to any address. */
export const emailChanges = (customer: string): Counter =>
  counter(`email ${customer}`, { tries: 10 }, HOUR_S);
