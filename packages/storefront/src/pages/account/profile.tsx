import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { day } from "../../format.ts";
import { Field } from "../../parts/form/field.tsx";
import { Form, SubmitButton } from "../../parts/form/form.tsx";
import type { PageOf } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { asCustomer, type Customer, customer } from "../../state/customer.ts";
import { accountTexts } from "../../texts.account.ts";
import { AccountFrame } from "./frame.tsx";

export const ProfilePage = ({ page }: { page: PageOf<"personal"> }) => (
  <AccountFrame page={page} title={({ name }) => accountTexts.profile.title(name)}>
    {(current) => (
      <>
        <p class="lede">{accountTexts.profile.since(day(current.createdAt))}</p>
        <NameForm current={current} />
        <EmailForm current={current} />
        <PasswordForm current={current} />
      </>
    )}
  </AccountFrame>
);

interface SectionProps {
  title: string;
  text: ComponentChildren;
  children: ComponentChildren;
}

/** A heading with a sentence on one side, and what can be done on the other. */
export function Section({ title, text, children }: SectionProps) {
  const id = useId();
  return (
    <section class="account-section" aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        <p>{text}</p>
      </div>
      <div>{children}</div>
    </section>
  );
}

/** How a form ended. The place is there before, so that screen readers say what comes into it. */
export const Done = ({ children }: { children: string }) => (
  <p class="account-done" role="status">
    {children}
  </p>
);

function NameForm({ current }: { current: Customer }) {
  const t = accountTexts.profile;
  const done = useSignal("");
  return (
    <Section title={t.name} text={t.nameText}>
      <Form
        onSend={async ({ name = "" }) => {
          done.value = "";
          const { data, error } = asCustomer(await shop.PATCH("/v1/customers/me", { body: { name } }));
          if (!data) return error;
          customer.value = data;
          done.value = t.saved;
          return undefined;
        }}
      >
        <Field
          name="name"
          label={accountTexts.name}
          autocomplete="name"
          value={current.name}
          maxLength={100}
        />
        <SubmitButton class="quiet">{t.save}</SubmitButton>
        <Done>{done.value}</Done>
      </Form>
    </Section>
  );
}

function EmailForm({ current }: { current: Customer }) {
  const t = accountTexts.profile;
  const done = useSignal("");
  const { email: now, emailVerified } = current;
  return (
    <Section
      title={t.email}
      text={
        <>
          {t.emailNow(now)}
          {!emailVerified && <strong class="account-note"> {t.unverified}</strong>}
        </>
      }
    >
      <Form
        isReset
        fieldOf={{ "customer.wrong_password": "password" }}
        onSend={async ({ email = "", password = "" }) => {
          done.value = "";
          const { error } = asCustomer(
            await shop.POST("/v1/customers/me/email-changes", { body: { email, password } }),
          );
          if (!error) done.value = t.emailSent(email);
          return error;
        }}
      >
        <Field
          name="email"
          label={emailVerified ? t.newEmail : accountTexts.email}
          type="email"
          autocomplete="email"
          value={emailVerified ? "" : now}
        />
        <Field
          name="password"
          label={accountTexts.currentPassword}
          type="password"
          autocomplete="current-password"
        />
        <SubmitButton class="quiet">{emailVerified ? t.change : t.verify}</SubmitButton>
        <Done>{done.value}</Done>
      </Form>
    </Section>
  );
}

function PasswordForm({ current }: { current: Customer }) {
  const t = accountTexts.profile;
  const done = useSignal("");
  return (
    <Section title={t.password} text={t.passwordText}>
      <Form
        isReset
        fieldOf={{ "customer.wrong_password": "currentPassword" }}
        onSend={async ({ currentPassword = "", newPassword = "" }) => {
          done.value = "";
          const { error } = asCustomer(
            await shop.PUT("/v1/customers/me/password", { body: { currentPassword, newPassword } }),
          );
          if (!error) done.value = t.passwordChanged;
          return error;
        }}
      >
        {/* Password managers learn from it whose password changes. */}
        <input
          class="hidden"
          type="email"
          autocomplete="username"
          value={current.email}
          aria-label={accountTexts.email}
          tabIndex={-1}
          readOnly
        />
        <Field
          name="currentPassword"
          label={accountTexts.currentPassword}
          type="password"
          autocomplete="current-password"
        />
        <Field
          name="newPassword"
          label={accountTexts.newPassword}
          hint={accountTexts.passwordHint}
          type="password"
          autocomplete="new-password"
        />
        <SubmitButton class="quiet">{t.changePassword}</SubmitButton>
        <Done>{done.value}</Done>
      </Form>
    </Section>
  );
}
