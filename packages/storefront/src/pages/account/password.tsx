import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Field } from "../../parts/form/field.tsx";
import { Form, SubmitButton } from "../../parts/form/form.tsx";
import { personal } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { customer, signInReason } from "../../state/customer.ts";
import { go } from "../../state/page.ts";
import { accountTexts } from "../../texts.account.ts";
import { linkToken } from "./account.rules.ts";

/** Sends the link for a new password. The answer is the same whether or not the account exists. */
export function ForgottenPage() {
  const t = accountTexts.forgotten;
  const sentTo = useSignal<string | undefined>(undefined);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (sentTo.value) title.current?.focus();
  }, [sentTo.value]);
  return (
    <div class="page entry">
      <div>
        <h1 ref={title} tabIndex={-1}>
          {sentTo.value ? t.sent : t.title}
        </h1>
        {sentTo.value ? (
          <>
            <p class="lede">{t.sentText(sentTo.value)}</p>
            <p>
              <button
                class="button quiet"
                type="button"
                onClick={() => {
                  sentTo.value = undefined;
                }}
              >
                {t.again}
              </button>
            </p>
          </>
        ) : (
          <>
            <p class="lede">{t.text}</p>
            <Form
              keep="entry"
              onSend={async ({ email = "" }) => {
                const { error } = await shop.POST("/v1/password-resets", { body: { email } });
                if (!error) sentTo.value = email;
                return error;
              }}
            >
              <Field name="email" label={accountTexts.email} type="email" autocomplete="username" />
              <SubmitButton class="wide" busy={t.busy}>
                {t.action}
              </SubmitButton>
            </Form>
          </>
        )}
        <p>
          <a class="link" href={personal.signIn}>
            {t.back}
          </a>
        </p>
      </div>
    </div>
  );
}

/** Sets a new password by the link of a mail. */
export function ResetPage() {
  const t = accountTexts.reset;
  // The link is opened anew by another load of the document, so the token never changes here.
  const token = useRef(linkToken(location.hash)).current;
  const isUsed = useSignal(false);
  return (
    <div class="page entry">
      <div>
        <h1>{t.title}</h1>
        {token && !isUsed.value ? (
          <>
            <p class="lede">{t.text}</p>
            <Form
              onSend={async ({ newPassword = "" }) => {
                const { error } = await shop.PUT("/v1/password-resets/{token}", {
                  params: { path: { token } },
                  body: { newPassword },
                });
                if (error?.code === "customer.unknown_token") isUsed.value = true;
                if (error) return error;
                customer.value = null;
                signInReason.value = "passwordSet";
                void go(personal.signIn, { replace: true });
                return undefined;
              }}
            >
              <Field
                name="newPassword"
                label={accountTexts.newPassword}
                hint={accountTexts.passwordHint}
                type="password"
                autocomplete="new-password"
              />
              <SubmitButton class="wide" busy={t.busy}>
                {t.action}
              </SubmitButton>
            </Form>
          </>
        ) : (
          <div role="alert" class="account-message">
            <p class="lede">{isUsed.value ? t.used : t.noToken}</p>
            <a class="button" href={personal.passwordForgotten}>
              {t.ask}
            </a>
          </div>
        )}
      </div>
    </div>
  );
}
