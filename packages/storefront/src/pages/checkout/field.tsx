import { FieldFrame } from "../../parts/form/frame.tsx";
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
  hint?: string;
  /** In the grid of the address: half of a row. */
  isHalf?: boolean;
  isLong?: boolean;
}

/** A field of the checkout. */
export function Field({
  name,
  autocomplete,
  type,
  isOptional,
  maxLength = 100,
  hint,
  isHalf,
  isLong,
}: Props) {
  const onInput = ({ currentTarget }: { currentTarget: { value: string } }) =>
    change({ [name]: currentTarget.value });
  const common = { name, maxLength, value: draft.value?.[name] ?? "", onBlur: save, onInput };
  return (
    <FieldFrame
      id={`checkout-${name}`}
      label={texts.checkout.fields[name]}
      hint={hint}
      error={errors.value[name]}
      isOptional={isOptional}
      class={isHalf ? "half" : undefined}
    >
      {(tied) =>
        isLong ? (
          <textarea {...tied} {...common} rows={3} autocomplete="off" />
        ) : (
          <input
            {...tied}
            {...common}
            // TypeScript wants one literal type here.
            type={(type ?? "text") as "text"}
            autocomplete={autocomplete as "on"}
            required={!isOptional}
          />
        )
      }
    </FieldFrame>
  );
}
