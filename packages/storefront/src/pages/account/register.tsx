import { Field } from "../../parts/form/field.tsx";
import { Form, SubmitButton } from "../../parts/form/form.tsx";
import type { PageOf } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { customer } from "../../state/customer.ts";
import { go } from "../../state/page.ts";
import { accountTexts } from "../../texts.account.ts";
import { nextOf, signInPath } from "./account.rules.ts";
import { useWayOn } from "./sign-in.tsx";

export function RegisterPage({ page }: { page: PageOf<"personal"> }) {
  const t = accountTexts.register;
  const next = nextOf(page.query);
  useWayOn(next);
  return (
    <div class="page entry">
      <div>
        <h1>{t.title}</h1>
        <p class="lede">{t.text}</p>
        <Form
          keep="entry"
          fieldOf={{ "customer.email_taken": "email" }}
          onSend={async ({ name = "", email = "", password = "" }, key) => {
            const { data, error } = await shop.POST("/v1/customers", {
              params: { header: { "Idempotency-Key": key } },
              body: { name, email, password },
            });
            if (error) return error;
            customer.value = data;
            void go(next, { replace: true });
            return undefined;
          }}
        >
          <Field name="name" label={accountTexts.name} autocomplete="name" maxLength={100} />
          <Field name="email" label={accountTexts.email} type="email" autocomplete="username" />
          <Field
            name="password"
            label={accountTexts.password}
            hint={accountTexts.passwordHint}
            type="password"
            autocomplete="new-password"
          />
          <SubmitButton class="wide" busy={t.busy}>
            {t.action}
          </SubmitButton>
        </Form>
      </div>
      <aside class="entry-other">
        <h2>{t.have}</h2>
        <a class="button quiet" href={signInPath(next)}>
          {t.signIn}
        </a>
      </aside>
    </div>
  );
}
