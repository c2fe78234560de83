import type { components } from "@myclothes/client";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { AddressFields, addressOf } from "../../parts/form/address.tsx";
import { AddressLines } from "../../parts/form/address-lines.tsx";
import { Form, SubmitButton, sentenceOf } from "../../parts/form/form.tsx";
import type { PageOf } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { asCustomer, type Customer } from "../../state/customer.ts";
import { notice, spoken } from "../../state/notice.ts";
import { accountTexts } from "../../texts.account.ts";
import { AccountFrame } from "./frame.tsx";
import { Loaded, useCustomerData } from "./load.tsx";

type Saved = components["schemas"]["SavedAddress"];

export const AddressesPage = ({ page }: { page: PageOf<"personal"> }) => (
  <AccountFrame page={page} title={accountTexts.addresses.title}>
    {(current) => <Addresses current={current} />}
  </AccountFrame>
);

/** More than a customer can save. */
const LIMIT = 100;

function Addresses({ current }: { current: Customer }) {
  const t = accountTexts.addresses;
  const { data, problem, load } = useCustomerData(() =>
    shop.GET("/v1/customers/me/addresses", { params: { query: { limit: LIMIT } } }),
  );
  /** The address whose form is open. */
  const edited = useSignal<Saved | "new" | undefined>(undefined);
  const add = useRef<HTMLButtonElement>(null);
  const close = async (said?: string) => {
    edited.value = undefined;
    if (said) spoken.value = said;
    if (said) await load();
    add.current?.focus();
  };
  return (
    <Loaded problem={problem.value} isReady={!!data.value} onRetry={load}>
      {() => {
        if (edited.value) return <AddressForm address={edited.value} name={current.name} onClose={close} />;
        const addresses = data.value?.data ?? [];
        return (
          <>
            {addresses.length === 0 && (
              <div class="account-message">
                <h2>{t.none}</h2>
                <p class="lede">{t.noneText}</p>
              </div>
            )}
            <ul class="address-list">
              {addresses.map((address) => (
                <Card
                  key={address.id}
                  address={address}
                  onEdit={() => {
                    edited.value = address;
                  }}
                  onChanged={close}
                />
              ))}
            </ul>
            <button
              ref={add}
              class={addresses.length === 0 ? "button" : "button quiet"}
              type="button"
              onClick={() => {
                edited.value = "new";
              }}
            >
              {t.add}
            </button>
          </>
        );
      }}
    </Loaded>
  );
}

interface CardProps {
  address: Saved;
  onEdit: () => void;
  onChanged: (said: string) => Promise<void>;
}

function Card({ address, onEdit, onChanged }: CardProps) {
  const t = accountTexts.addresses;
  const { id, isDefault, name, line1 } = address;
  const isSending = useSignal(false);
  const change = async (send: () => Promise<{ error?: Parameters<typeof sentenceOf>[0] }>, said: string) => {
    if (isSending.value) return;
    isSending.value = true;
    const { error } = await send();
    isSending.value = false;
    // It may be gone already: another tab, or an earlier try whose answer was lost.
    if (!error || error.code === "address.unknown") await onChanged(said);
    else notice.value = sentenceOf(error);
  };
  const params = { path: { id } };
  const { id: _, ...fields } = address;
  return (
    <li class="address-card" aria-busy={isSending.value}>
      {isDefault && <span class="tag">{t.isDefault}</span>}
      <AddressLines address={address} />
      <p class="address-actions">
        <button type="button" aria-label={t.editOne(name, line1)} onClick={onEdit}>
          {t.edit}
        </button>
        {!isDefault && (
          <button
            type="button"
            aria-label={t.makeDefaultOne(name, line1)}
            onClick={() =>
              void change(
                async () =>
                  asCustomer(
                    await shop.PUT("/v1/customers/me/addresses/{id}", {
                      params,
                      body: { ...fields, country: fields.country as "US", isDefault: true },
                    }),
                  ),
                t.saved,
              )
            }
          >
            {t.makeDefault}
          </button>
        )}
        <button
          type="button"
          aria-label={t.removeOne(name, line1)}
          onClick={() =>
            void change(
              async () => asCustomer(await shop.DELETE("/v1/customers/me/addresses/{id}", { params })),
              t.removed,
            )
          }
        >
          {isSending.value ? t.removing : t.remove}
        </button>
      </p>
    </li>
  );
}

interface FormProps {
  address: Saved | "new";
  /** The customer's, for a new address. */
  name: string;
  onClose: (said?: string) => Promise<void>;
}

function AddressForm({ address, name, onClose }: FormProps) {
  const t = accountTexts.addresses;
  const isNew = address === "new";
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <section class="address-form">
      <h2 ref={title} tabIndex={-1}>
        {isNew ? t.addTitle : t.editTitle}
      </h2>
      <Form
        keep={isNew ? "address" : `address ${address.id}`}
        onSend={async (values, key) => {
          const body = { ...addressOf(values), isDefault: values.isDefault === "on" };
          const { error } = asCustomer(
            isNew
              ? await shop.POST("/v1/customers/me/addresses", {
                  params: { header: { "Idempotency-Key": key } },
                  body,
                })
              : await shop.PUT("/v1/customers/me/addresses/{id}", {
                  params: { path: { id: address.id } },
                  body,
                }),
          );
          if (!error) void onClose(t.saved);
          return error;
        }}
      >
        <AddressFields value={isNew ? { name } : address} />
        <label class="check">
          <input type="checkbox" name="isDefault" defaultChecked={!isNew && address.isDefault} />
          {t.defaultField}
        </label>
        <p class="form-buttons">
          <SubmitButton>{t.save}</SubmitButton>
          <button class="button quiet" type="button" onClick={() => void onClose()}>
            {t.cancel}
          </button>
        </p>
      </Form>
    </section>
  );
}
