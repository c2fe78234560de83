import type { ComponentType } from "preact";
import { lazyPage } from "../parts/lazy.tsx";
import type { PageOf, PersonalPage } from "../routes.ts";

type PageComponent = ComponentType<{ page: PageOf<"personal"> }>;

const checkout = lazyPage(async () => (await import("./checkout/checkout.tsx")).CheckoutPage);
const order = lazyPage(async () => (await import("./order/order.tsx")).OrderPage);
const account = lazyPage(async () => (await import("./account/account.tsx")).AccountPage);
const behind = lazyPage(async () => (await import("./behind/behind.tsx")).BehindPage);

/** The pages without data of the catalogue. Their code is loaded when somebody opens one. */
export const personalPages: Record<PersonalPage, PageComponent> = {
  checkout,
  order,
  signIn: account,
  register: account,
  passwordForgotten: account,
  passwordReset: account,
  emailVerification: account,
  account,
  accountOrders: account,
  accountAddresses: account,
  accountSessions: account,
  accountData: account,
  behind,
};
