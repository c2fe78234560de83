import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Field } from "../../parts/form/field.tsx";
import { Form, SubmitButton } from "../../parts/form/form.tsx";
import { type PageOf, personal } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { customer, loadCustomer, signInReason } from "../../state/customer.ts";
import { go } from "../../state/page.ts";
import { accountTexts } from "../../texts.account.ts";
import { nextOf, signInPath } from "./account.rules.ts";

/** Goes on to where the visitor came from, if somebody is signed in already. */
export function useWayOn(next: string) {
  useEffect(() => {
    const check = async () => {
      if (customer.peek() === undefined) await loadCustomer();
      if (customer.peek()) void go(next, { replace: true });
    };
    void check();
  }, []);
}

/** Signs in. The shop merges the bags, and says which lines did not fit. */
export function SignInPage({ page }: { page: PageOf<"personal"> }) {
  const t = accountTexts.signIn;
  const next = nextOf(page.query);
  const dropped = useSignal<{ sku?: string; message: string }[]>([]);
  const reason = useSignal(signInReason.peek());
  useWayOn(next);
  useEffect(() => {
    // The sentence is for this visit of the page only.
    signInReason.value = undefined;
  }, []);
  if (dropped.value.length > 0) return <Dropped warnings={dropped.value} next={next} />;
  return (
    <div class="page entry">
      <div>
        <h1>{t.title}</h1>
        {reason.value && (
          <p class="entry-reason" role="status">
            {t.reasons[reason.value]}
          </p>
        )}
        <Form
          keep="entry"
          onSend={async ({ email = "", password = "" }) => {
            const { data, error } = await shop.POST("/v1/sessions", { body: { email, password } });
            if (error) return error;
            customer.value = data.customer;
            if (data.warnings.length > 0) dropped.value = data.warnings;
            else void go(next, { replace: true });
            return undefined;
          }}
        >
          <Field name="email" label={accountTexts.email} type="email" autocomplete="username" />
          <Field
            name="password"
            label={accountTexts.password}
            type="password"
            autocomplete="current-password"
          />
          <SubmitButton class="wide" busy={t.busy}>
            {t.action}
          </SubmitButton>
        </Form>
        <p>
          <a class="link" href={personal.passwordForgotten}>
            {t.forgotten}
          </a>
        </p>
      </div>
      <aside class="entry-other">
        <h2>{t.newHere}</h2>
        <p>{t.newText}</p>
        <a class="button quiet" href={signInPath(next, "/register")}>
          {t.register}
        </a>
      </aside>
    </div>
  );
}

function Dropped({ warnings, next }: { warnings: { sku?: string; message: string }[]; next: string }) {
  const t = accountTexts.signIn;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div class="page message">
      <h1 ref={title} tabIndex={-1}>
        {t.dropped}
      </h1>
      <p class="lede">{t.droppedText}</p>
      <ul>
        {warnings.map(({ sku, message }) => (
          <li key={sku} class="warning">
            {message}
          </li>
        ))}
      </ul>
      <a class="button" href={next}>
        {t.go}
      </a>
    </div>
  );
}
