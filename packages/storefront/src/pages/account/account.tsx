import type { ComponentType } from "preact";
import type { PageOf, PersonalPage } from "../../routes.ts";
import "./account.css";
import { AddressesPage } from "./addresses.tsx";
import { DataPage } from "./data.tsx";
import { DevicesPage } from "./devices.tsx";
import { OrdersPage } from "./orders.tsx";
import { ForgottenPage, ResetPage } from "./password.tsx";
import { ProfilePage } from "./profile.tsx";
import { RegisterPage } from "./register.tsx";
import { SignInPage } from "./sign-in.tsx";
import { VerificationPage } from "./verification.tsx";

type Personal = PageOf<"personal">;

const pages: Partial<Record<PersonalPage, ComponentType<{ page: Personal }>>> = {
  signIn: SignInPage,
  register: RegisterPage,
  passwordForgotten: ForgottenPage,
  passwordReset: ResetPage,
  emailVerification: VerificationPage,
  account: ProfilePage,
  accountOrders: OrdersPage,
  accountAddresses: AddressesPage,
  accountSessions: DevicesPage,
  accountData: DataPage,
};

/** The pages of an account, those before the sign-in too. */
export function AccountPage({ page }: { page: Personal }) {
  const Page = pages[page.page];
  return Page ? <Page page={page} /> : null;
}
