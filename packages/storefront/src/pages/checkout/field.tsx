import { texts } from "../../texts.checkout.ts";
import { save } from "./checkout.draft.ts";
import type { Field as Name } from "./checkout.rules.ts";
import { change, draft, errors } from "./checkout.state.ts";

interface Props {
  name: Exclude<Name, "option" | "addressId" | "country">;
  autocomplete: string;
  type?: "text" | "email" | "tel";
  isOptional?: boolean;
  maxLength?: number;
  help?: string;
  /** In the grid of the address: half of a row. */
  isHalf?: boolean;
  isLong?: boolean;
}

/** A field of the checkout with its label and, if there is one, the sentence about what is wrong. */
export function Field({
  name,
  autocomplete,
  type = "text",
  isOptional,
  maxLength = 100,
  help,
  isHalf,
  isLong,
}: Props) {
  const t = texts.checkout;
  const error = errors.value[name];
  const id = `checkout-${name}`;
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  const attributes = {
    id,
    name,
    maxLength,
    value: draft.value?.[name] ?? "",
    "aria-invalid": error ? true : undefined,
    "aria-describedby": described || undefined,
    onBlur: save,
  };
  return (
    <div class={isHalf ? "field half" : "field"}>
      <label for={id}>
        {t.fields[name]} {isOptional && <small>{t.optional}</small>}
      </label>
      {isLong ? (
        <textarea
          {...attributes}
          rows={3}
          autocomplete="off"
          onInput={({ currentTarget }) => change({ [name]: currentTarget.value })}
        />
      ) : (
        <input
          {...attributes}
          // TypeScript wants one literal type here.
          type={type as "text"}
          autocomplete={autocomplete as "on"}
          required={!isOptional}
          onInput={({ currentTarget }) => change({ [name]: currentTarget.value })}
        />
      )}
      {help && (
        <small id={`${id}-help`} class="field-help">
          {help}
        </small>
      )}
      {error && <FieldError id={id} text={error} />}
    </div>
  );
}

export const FieldError = ({ id, text }: { id: string; text: string }) => (
  <p id={`${id}-error`} class="field-error">
    {text}
  </p>
);
