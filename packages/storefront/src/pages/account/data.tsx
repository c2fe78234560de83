import { useSignal } from "@preact/signals";
import { Field } from "../../parts/form/field.tsx";
import { Form, SubmitButton, sentenceOf } from "../../parts/form/form.tsx";
import type { PageOf } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { asCustomer, customer } from "../../state/customer.ts";
import { notice } from "../../state/notice.ts";
import { go } from "../../state/page.ts";
import { accountTexts } from "../../texts.account.ts";
import { AccountFrame } from "./frame.tsx";
import { Done, Section } from "./profile.tsx";

export const DataPage = ({ page }: { page: PageOf<"personal"> }) => (
  <AccountFrame page={page} title={accountTexts.data.title}>
    {() => (
      <>
        <Export />
        <Erasure />
      </>
    )}
  </AccountFrame>
);

function Export() {
  const t = accountTexts.data;
  const isSending = useSignal(false);
  const done = useSignal("");
  const onClick = async () => {
    if (isSending.value) return;
    isSending.value = true;
    done.value = "";
    const { data, error } = asCustomer(await shop.GET("/v1/customers/me/export"));
    isSending.value = false;
    if (error) {
      notice.value = sentenceOf(error);
      return;
    }
    save(JSON.stringify(data, null, 2), t.file(data.exportedAt.slice(0, 10)));
    done.value = t.downloaded;
  };
  return (
    <Section title={t.export} text={t.exportText}>
      <button class="button quiet" type="button" aria-busy={isSending.value} onClick={() => void onClick()}>
        {isSending.value ? t.preparing : t.download}
      </button>
      <Done>{done.value}</Done>
    </Section>
  );
}

/** Saves a text as a file among the visitor's downloads. */
function save(text: string, name: string) {
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href, download: name });
  link.click();
  // Some browsers still read it after the click.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

function Erasure() {
  const t = accountTexts.data;
  return (
    <Section title={t.erase} text={t.eraseText}>
      <Form
        fieldOf={{ "customer.wrong_password": "password" }}
        onSend={async ({ password = "" }) => {
          const { error } = asCustomer(await shop.POST("/v1/customers/me/erasure", { body: { password } }));
          if (error) return error;
          customer.value = null;
          await go("/");
          notice.value = t.erased;
          return undefined;
        }}
      >
        <Field
          name="password"
          label={accountTexts.currentPassword}
          type="password"
          autocomplete="current-password"
        />
        <SubmitButton class="danger" busy={t.erasing}>
          {t.eraseAction}
        </SubmitButton>
      </Form>
    </Section>
  );
}
