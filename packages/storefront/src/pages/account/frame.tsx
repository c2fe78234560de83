import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { sentenceOf } from "../../parts/form/form.tsx";
import { type PageOf, personal } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { type Customer, customer, loadCustomer, signInFirst, signInReason } from "../../state/customer.ts";
import { notice } from "../../state/notice.ts";
import { forgetOrders } from "../../state/orders.ts";
import { go } from "../../state/page.ts";
import { accountTexts } from "../../texts.account.ts";
import { isSignedOut } from "./account.rules.ts";
import { Loaded } from "./load.tsx";

const links = ["account", "accountOrders", "accountAddresses", "accountSessions", "accountData"] as const;

interface Props {
  page: PageOf<"personal">;
  title: string | ((customer: Customer) => string);
  children: (customer: Customer) => ComponentChildren;
}

/** A page for those who are signed in, with the way to the others. Everyone else signs in first. */
export function AccountFrame({ page, title, children }: Props) {
  const problem = useSignal<Awaited<ReturnType<typeof loadCustomer>>>(undefined);
  const load = async () => {
    problem.value = await loadCustomer();
    if (!problem.value && !customer.peek()) signInFirst();
  };
  // Again on each page: another device may have changed the account.
  useEffect(() => void load(), []);
  const current = customer.value;
  const t = accountTexts.nav;
  return (
    <div class="page account">
      <nav class="account-nav" aria-label={t.label}>
        <ul>
          {links.map((name) => (
            <li key={name}>
              <a href={personal[name]} aria-current={page.page === name ? "page" : undefined}>
                {t[name]}
              </a>
            </li>
          ))}
          <li>
            <SignOut />
          </li>
        </ul>
      </nav>
      <div class="account-content">
        <h1>{typeof title === "string" ? title : current ? title(current) : " "}</h1>
        <Loaded problem={current ? undefined : problem.value} isReady={!!current} onRetry={load}>
          {() => current && children(current)}
        </Loaded>
      </div>
    </div>
  );
}

function SignOut() {
  const t = accountTexts.nav;
  const isSending = useSignal(false);
  const onClick = async () => {
    if (isSending.value) return;
    isSending.value = true;
    const { error } = await shop.DELETE("/v1/sessions/current");
    isSending.value = false;
    // Another tab may have signed out already.
    if (error && !isSignedOut(error)) {
      notice.value = sentenceOf(error);
      return;
    }
    customer.value = null;
    // The device may be shared, and these orders open without a password.
    forgetOrders();
    signInReason.value = "signedOut";
    await go(personal.signIn);
  };
  return (
    <button type="button" aria-busy={isSending.value} onClick={() => void onClick()}>
      {isSending.value ? t.signingOut : t.signOut}
    </button>
  );
}
